import type { Got } from '../../functions/shared/http/ask.ts';
import type { TellRequests } from '../../functions/sync/deliver-events/ports.ts';

/** Where no subscriber is told of requests by Open311. */
export const NO_REQUESTS: TellRequests = {
  view: async () => null,
  key: async () => null,
  ask: () => async () => ({ kind: 'none', reason: 'not-reached' }),
  keep: async () => {},
};

/** What becomes of one POST: whether it is stored, and what is answered. */
export type Temper = { stores: boolean; answers: 'id' | 'token' | Got };

export const answered = (status: number, body: unknown, more: { retryAfter?: string } = {}): Got => ({
  ...{ kind: 'answered', status, contentType: 'application/json', ...more },
  bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
export const none = (reason: Extract<Got, { kind: 'none' }>['reason']): Got => ({ kind: 'none', reason });

const GOOD: Temper = { stores: true, answers: 'id' };

type Stored = { service_request_id: string; form: URLSearchParams; shownAt: number };

/** An Open311 server of a back office: each POST that it takes is another request, however often it comes. */
export function simulatedBackOffice(now: () => number) {
  const requests: Stored[] = [];
  const asked: string[] = [];
  const tempers: Temper[] = [];
  /** What it answers whoever looks, in place of its list. */
  const looks: Got[] = [];
  const hidden = { forMs: 0, tokens: true };
  /** How its list shows a description. */
  const shown = { as: (description: string | null) => description };
  const post = (form: URLSearchParams): Got => {
    const { stores, answers } = tempers.shift() ?? GOOD;
    const service_request_id = `BO-${requests.length + 1}`;
    if (stores) requests.push({ service_request_id, form, shownAt: now() + hidden.forMs });
    if (answers === 'id') return answered(200, [{ service_request_id, service_notice: null }]);
    return answers === 'token' ? answered(200, [{ token: `T${requests.length}` }]) : answers;
  };
  const list = (query: URLSearchParams): Got => {
    const [from, to] = ['start_date', 'end_date'].map((name) => Date.parse(query.get(name) ?? '')) as [number, number];
    const found = requests.filter(
      ({ form, shownAt }) =>
        form.get('service_code') === query.get('service_code') && shownAt <= now() && shownAt >= from && shownAt <= to,
    );
    return answered(200, [
      { service_request_id: 'OF-OTHERS', description: 'Another\n\nReference SR-OTHER' },
      ...found.map(({ service_request_id, form }) => ({
        ...{ service_request_id, description: shown.as(form.get('description')) },
        external_id: form.get('attribute[external_id]'),
      })),
    ]);
  };
  const ask = async (url: URL, form?: string): Promise<Got> => {
    const [path = ''] = url.pathname.split('/').slice(-1);
    asked.push(`${form === undefined ? 'GET' : 'POST'} ${path}`);
    if (form !== undefined) return post(new URLSearchParams(form));
    const [, token] = /tokens\/T(\d+)\.(?:json|xml)$/.exec(url.pathname) ?? [];
    if (token)
      return hidden.tokens ? answered(200, [{ token: `T${token}` }]) : answered(200, [requests[Number(token) - 1]]);
    return looks.shift() ?? list(url.searchParams);
  };
  return { requests, asked, tempers, looks, hidden, shown, ask };
}
