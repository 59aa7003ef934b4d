import type { FoundBy } from '../../../contracts/subscriber.ts';
import type { Ask, Got } from '../../../functions/shared/http/ask.ts';
import { answered, none } from '../../support/back-office.ts';
import type { Mischief } from '../faults.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** Shares of answers, when it is down, and how long it may take to show what it has taken. */
export type BackOfficeTemper = {
  fails: number;
  loses: number;
  refuses: number;
  busy: number;
  tokens: number;
  unreadable: number;
  cutOff: number;
  showsAfterMs: number;
  down: { from: number; to: number };
};

/** One POST: what it was of, and whether it may have left something there, as whoever posted can know it. */
export type PostedOnce = { ref: string; at: number; mayBeThere: boolean; refused: boolean };
type Stored = { id: string; ref: string; at: number; shownAt: number; description: string; external_id: string | null };

const REFERENCE = /(?:^|\n)Reference (\S+)$/;
/** A back office has decided on a token by then. */
const DECIDED_MS = 20 * 60_000;
const CUT_OFF = Array.from({ length: 1_000 }, (_, n) => ({ service_request_id: `other-${n}`, description: '' }));

type Options = {
  found_by: FoundBy;
  temper: BackOfficeTemper;
  mischief: Mischief;
  /** A request is being posted, and whoever posts it waits so long. */
  onPost: (ref: string, timeoutMs: number) => void;
};

/** An Open311 server that takes whatever it is sent, however often, and loses its answers. It counts, and judges nothing. */
export function simulatedBackOfficeInTime(time: VirtualTime, { found_by, temper, mischief, onPost }: Options) {
  const { random, happens, tell } = mischief;
  const stored: Stored[] = [];
  const posted: PostedOnce[] = [];
  const isDown = () => time.now() >= temper.down.from && time.now() < temper.down.to;
  const latency = () => random.int(5, 300);

  const take = (ref: string, form: URLSearchParams): Stored => {
    const [id, at] = [`BO-${stored.length + 1}`, time.now()];
    const shownAt = at + random.int(0, temper.showsAfterMs);
    const written = { description: form.get('description') ?? '', external_id: form.get('attribute[external_id]') };
    const one = { id, ref, at, shownAt, ...written };
    stored.push(one);
    tell(`the back office takes ${ref} as ${id}`);
    return one;
  };

  /** What it answers, and whether it has taken it. */
  async function post(form: URLSearchParams, timeoutMs: number): Promise<Got> {
    const ref = REFERENCE.exec(form.get('description') ?? '')?.[1] ?? form.get('attribute[external_id]') ?? '';
    const one: PostedOnce = { ref, at: time.now(), mayBeThere: true, refused: false };
    posted.push(one);
    onPost(ref, timeoutMs);
    const surely = (got: Got): Got => {
      one.mayBeThere = false;
      return got;
    };
    if (isDown()) return surely(none('not-reached'));
    if (happens('turned away', temper.busy)) return surely(answered(429, ''));
    if (happens('refused', temper.refuses)) {
      one.refused = true;
      return surely(answered(400, [{ code: 400, description: 'no' }]));
    }
    if (happens('answer of the back office lost', temper.loses)) {
      // It arrives before whoever asked gives up, or never; what is on its way goes on without them.
      if (random.chance(0.8)) time.at(time.now() + random.int(0, timeoutMs), () => take(ref, form));
      const isReset = random.chance(0.3);
      await time.after(isReset ? latency() : timeoutMs);
      return none(isReset ? 'no-answer' : 'timeout');
    }
    await time.after(latency());
    if (happens('failed there', temper.fails)) {
      if (random.chance(0.5)) take(ref, form);
      return answered(500, 'oh');
    }
    const there = take(ref, form);
    await time.after(latency());
    if (happens('garbled', temper.unreadable)) return answered(200, '<html>Thank you</html>');
    one.mayBeThere = false; // it is, and whoever posted was told
    return happens('token', temper.tokens)
      ? answered(200, [{ token: `T${there.id}` }])
      : answered(200, [{ service_request_id: there.id }]);
  }

  const list = (query: URLSearchParams): Got => {
    if (happens('looked for in vain', temper.fails)) return answered(503, '');
    if (happens('list cut off', temper.cutOff)) return answered(200, CUT_OFF);
    const [from, to] = ['start_date', 'end_date'].map((name) => Date.parse(query.get(name) ?? '')) as [number, number];
    const shown = stored.filter(({ at, shownAt }) => shownAt <= time.now() && at >= from && at <= to);
    return answered(
      200,
      shown.map(({ id, description, external_id }) => ({
        service_request_id: id,
        ...(found_by === 'description' && { description }),
        ...(found_by === 'external_id' && { external_id }),
      })),
    );
  };

  const redeem = (token: string): Got => {
    const one = stored.find(({ id }) => `T${id}` === token);
    if (!one || happens('looked for in vain', temper.fails)) return answered(404, '');
    const isDecided = time.now() - one.at > DECIDED_MS;
    return answered(200, [isDecided ? { service_request_id: one.id, token } : { token }]);
  };

  const ask =
    (timeoutMs: number): Ask =>
    async (url, form) => {
      if (form !== undefined) return post(new URLSearchParams(form), timeoutMs);
      if (isDown()) return none('not-reached');
      const isSlow = happens('slow look', temper.loses);
      await time.after(isSlow ? random.int(1_000, timeoutMs) : latency());
      const [, token] = /tokens\/(.+)\.json$/.exec(url.pathname) ?? [];
      return token ? redeem(token) : list(url.searchParams);
    };
  return { ask, stored, posted };
}

export type BackOfficeInTime = ReturnType<typeof simulatedBackOfficeInTime>;
