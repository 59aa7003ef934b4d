import type { Code } from '../../../contracts/codes.ts';
import type { AccountNamed, AccountView } from '../../../contracts/officers/account.ts';
import type { DeliveryView } from '../../../contracts/officers/deliveries.ts';
import type { DisclosuresView } from '../../../contracts/officers/disclosures.ts';
import type { HeldView, HoldNamed } from '../../../contracts/officers/holds.ts';
import type { CountAskedView, Ledger, Ledgers } from '../../../contracts/officers/ledger.ts';
import type { LifeView, SetAsideView } from '../../../contracts/officers/notices.ts';
import type { Page } from '../../../contracts/officers/page.ts';
import type { TodayView } from '../../../contracts/officers/performance.ts';
import type { ReplyView } from '../../../contracts/officers/replies.ts';
import type { DecisionView, RunsView, RunView } from '../../../contracts/officers/runs.ts';
import type { ReasonGiven, StatusView } from '../../../contracts/officers/status.ts';
import type { SubscribersView, SubscriberView } from '../../../contracts/officers/subscribers.ts';
import type { Problem } from '../../../contracts/problem.ts';

/** What the console asks besides, page by page: nothing here reads more than it shows. */
export type OfficersPages = {
  /** Every notice that is held now, page by page. */
  holds(): AsyncGenerator<HeldView[]>;
  /** One run with its figures; null where there is none. */
  run(name: string): Promise<RunView | null>;
  replies(after: string): Promise<Page<ReplyView>>;
  /** Every notice that waits for an officer, page by page. */
  setAside(): AsyncGenerator<SetAsideView[]>;
  /** Null where there is none. */
  notice(id: string): Promise<LifeView | null>;
  account(ref: string): Promise<AccountView | null>;
  /** Counts of today's facts as they come in. */
  today(): Promise<TodayView>;
  subscribers(): Promise<SubscriberView[]>;
  /** Of one subscriber and state, or of any where that is empty, page by page. */
  deliveriesOf(asked: { subscriber: string; state: string }): AsyncGenerator<DeliveryView[]>;
  disclosures(person: string): Promise<DisclosuresView>;
};

/** A hold that another system told, as an officer names it. */
export type NamedHold = { account_ref: string; code: Code; source: string; from: string };

/** What officers decide, each with a reason. The answer is null, or why it was not done, in words. */
export type OfficersActs = {
  releaseHold(hold: NamedHold, reason: string): Promise<string | null>;
  /** Of a notice that waits for an officer. */
  decide(noticeId: string, what: 'go-on' | 'end', reason: string): Promise<string | null>;
};

/** What officers may ask: the deployed read function, never its tables. */
export type Officers = {
  status(): Promise<StatusView>;
  /** Newest first. Adding up reads every decision of a run: figures come for so many of them, null for the others. */
  runs(figures?: number): Promise<RunView[]>;
  /** Every decision of one run, page by page. */
  decisions(run: string): AsyncGenerator<DecisionView[]>;
  /** What every subscriber is told, was told or will be told, page by page. */
  deliveries(): AsyncGenerator<DeliveryView[]>;
  ledger(): Promise<Ledger>;
  ledgers(): Promise<Ledgers>;
  /** Has Notify's list counted; answers with the instant that the count must have started at, or after. */
  askForCount(): Promise<string>;
};

export const OFFICER_TOKEN = 'local-officer';

type Call = (request: Request) => Promise<Response>;

function getThrough(call: Call) {
  return async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const headers = { authorization: `Bearer ${OFFICER_TOKEN}` };
    const response = await call(new Request(`http://crier.local${path}`, { ...init, headers }));
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: see functions.log`);
    return (await response.json()) as T;
  };
}

async function* pagesOf<T>(
  get: ReturnType<typeof getThrough>,
  path: string,
  asked: Iterable<[string, string]> = [],
): AsyncGenerator<T[]> {
  let after: string | null = null;
  do {
    const query: string = new URLSearchParams([...asked, ...(after === null ? [] : [['after', after]])]).toString();
    const page: Page<T> = await get(query === '' ? path : `${path}?${query}`);
    yield page.items;
    after = page.next;
  } while (after !== null);
}

/** When a notice that is planned is due now, in milliseconds since 1970; null if it is planned no longer. */
export function dueAtOf(call: Call): (noticeId: string) => Promise<number | null> {
  const get = getThrough(call);
  return async (id) => {
    const { state, due_at } = await get<LifeView>(`/officers/notices/${id}`);
    return state === 'planned' ? Date.parse(due_at) : null;
  };
}

/**
 * The officers' API as a client sees it.
 * @param call answers a request to the stack's HTTP API, whose own paths start with `/officers`.
 * @throws Error with path and status where an answer is not 200.
 */
export function officersOf(call: Call): Officers {
  const get = getThrough(call);
  return {
    status: () => get('/officers/status'),
    runs: async (figures = 0) => (await get<RunsView>(`/officers/runs?figures=${figures}`)).runs,
    deliveries: () => pagesOf(get, '/officers/deliveries'),
    ledger: () => get('/officers/ledger'),
    ledgers: () => get('/officers/ledger?by=run'),
    askForCount: async () => (await get<CountAskedView>('/officers/count', { method: 'POST' })).wanted_at,
    decisions: (run) => pagesOf(get, `/officers/runs/${encodeURIComponent(run)}/decisions`),
  };
}

/** @throws Error with path and status where an answer is neither 200 nor 404. */
export function officersPages(call: Call): OfficersPages {
  const get = getThrough(call);
  const orNull = async <T>(answer: Promise<T>): Promise<T | null> =>
    answer.catch((error: Error) => {
      if (/ answered 40[04]:/.test(error.message)) return null;
      throw error;
    });
  const queryOf = (asked: Record<string, string>) =>
    new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  return {
    holds: () => pagesOf(get, '/officers/holds'),
    run: (name) => orNull(get(`/officers/runs/${encodeURIComponent(name)}`)),
    replies: (after) => get(`/officers/replies?${queryOf({ after })}`),
    setAside: () => pagesOf(get, '/officers/set-aside'),
    today: () => get('/officers/today'),
    subscribers: async () => (await get<SubscribersView>('/officers/subscribers')).subscribers,
    deliveriesOf: (asked) => pagesOf(get, '/officers/deliveries', queryOf(asked)),
    disclosures: (person) => get(`/officers/disclosures?${queryOf({ person })}`),
    notice: (id) => orNull(get(`/officers/notices/${encodeURIComponent(id)}`)),
    account: (account_ref) =>
      orNull(
        get('/officers/explain', { method: 'POST', body: JSON.stringify({ account_ref } satisfies AccountNamed) }),
      ),
  };
}

/** @throws Error with path and status where an answer is neither done nor a refusal. */
export function officersActs(call: Call): OfficersActs {
  const post = async (path: string, body: object): Promise<string | null> => {
    const headers = { authorization: `Bearer ${OFFICER_TOKEN}` };
    const asked = new Request(`http://crier.local${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const response = await call(asked);
    if (response.ok) return null;
    if (response.status >= 500) throw new Error(`POST ${path} answered ${response.status}: see functions.log`);
    return ((await response.json()) as Problem).message;
  };
  return {
    releaseHold: (hold, reason) => post('/officers/holds/release', { ...hold, reason } satisfies HoldNamed),
    decide: (id, what, reason) => post(`/officers/notices/${id}/${what}`, { reason } satisfies ReasonGiven),
  };
}
