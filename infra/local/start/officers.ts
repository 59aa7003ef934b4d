import type { Code } from '../../../contracts/codes.ts';
import type { AccountView } from '../../../functions/notices/explain-notices/explain.ts';
import type { HeldView } from '../../../functions/notices/explain-notices/holds.ts';
import type { Ledger } from '../../../functions/notices/explain-notices/ledger.ts';
import type { LifeView } from '../../../functions/notices/explain-notices/life.ts';
import type { ReplyView } from '../../../functions/notices/explain-notices/replies.ts';
import type { RunView } from '../../../functions/notices/explain-notices/runs.ts';
import type { SetAsideView } from '../../../functions/notices/explain-notices/set-aside.ts';
import type { Status } from '../../../functions/notices/ledger/run-sums.ts';
import type { TodayView } from '../../../functions/performance/answer-officers/today.ts';

/** One decision as the officers' API tells it, with the state its notice has at the moment. */
export type ToldDecision = {
  extract_id: string;
  line: number;
  account_ref: string;
  person_ref: string;
  bill_year: string;
  notice_type: string | null;
  outcome: 'sms' | 'email' | 'none';
  variant: string | null;
  codes: Code[];
  reason: string | null;
  due_at: string | null;
  notice_id: string | null;
  state: string | null;
  /** Where its notice is now; null where the row has none. */
  now: ToldNow | null;
  /** Where its notice is now and why, in words for an officer. */
  words: string;
  /** How it was decided then, in words. */
  decided: string;
  decided_at: string;
};

export type ToldNow = { status: Status; since: string; channel: 'sms' | 'email'; codes: Code[]; why: string };

export type ToldRun = RunView;

/** The ledger of everything, and of each run by itself. */
export type Ledgers = Ledger & { runs: Record<string, Ledger> };

export type ToldPage<T> = { items: T[]; next: string | null };

export type ToldStatus = {
  council: string;
  council_name: string;
  sending: string;
  stops: {
    kind: 'officer' | 'set-up' | 'template';
    template: string | null;
    by: string;
    at: string;
    reason: string;
  }[];
  now: string;
};

/** What the console asks besides, page by page: nothing here reads more than it shows. */
export type OfficersPages = {
  /** Every notice that is held now, page by page. */
  holds(): AsyncGenerator<HeldView[]>;
  /** One run with its figures; null where there is none. */
  run(extractId: string): Promise<ToldRun | null>;
  replies(after: string): Promise<ToldPage<ReplyView>>;
  /** Every notice that waits for an officer, page by page. */
  setAside(): AsyncGenerator<SetAsideView[]>;
  /** Null where there is none. */
  notice(id: string): Promise<LifeView | null>;
  account(ref: string): Promise<AccountView | null>;
  /** Counts of today's facts as they come in. */
  today(): Promise<TodayView>;
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
  status(): Promise<ToldStatus>;
  /** Newest first. Adding up reads every decision of a run: figures come for so many of them, null for the others. */
  runs(figures?: number): Promise<ToldRun[]>;
  /** Every decision of one run, page by page. */
  decisions(extractId: string): AsyncGenerator<ToldDecision[]>;
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

async function* pagesOf<T>(get: ReturnType<typeof getThrough>, path: string): AsyncGenerator<T[]> {
  let after: string | null = null;
  do {
    const query: string = after === null ? '' : `?after=${encodeURIComponent(after)}`;
    const page: { items: T[]; next: string | null } = await get(path + query);
    yield page.items;
    after = page.next;
  } while (after !== null);
}

/** When a notice that is planned is due now, in milliseconds since 1970; null if it is planned no longer. */
export function dueAtOf(call: Call): (noticeId: string) => Promise<number | null> {
  const get = getThrough(call);
  return async (id) => {
    const { state, due_at } = await get<{ state: string; due_at: string | null }>(`/officers/notices/${id}`);
    return state === 'planned' && due_at !== null ? Date.parse(due_at) : null;
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
    runs: async (figures = 0) => (await get<{ runs: ToldRun[] }>(`/officers/runs?figures=${figures}`)).runs,
    ledger: () => get('/officers/ledger'),
    ledgers: () => get('/officers/ledger?by=run'),
    askForCount: async () => (await get<{ wanted_at: string }>('/officers/count', { method: 'POST' })).wanted_at,
    decisions: (extractId) => pagesOf(get, `/officers/runs/${encodeURIComponent(extractId)}/decisions`),
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
    run: (extractId) => orNull(get(`/officers/runs/${encodeURIComponent(extractId)}`)),
    replies: (after) => get(`/officers/replies?${queryOf({ after })}`),
    setAside: () => pagesOf(get, '/officers/set-aside'),
    today: () => get('/officers/today'),
    notice: (id) => orNull(get(`/officers/notices/${encodeURIComponent(id)}`)),
    account: (account_ref) =>
      orNull(get('/officers/explain', { method: 'POST', body: JSON.stringify({ account_ref }) })),
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
    return ((await response.json()) as { message: string }).message;
  };
  return {
    releaseHold: (hold, reason) => post('/officers/holds/release', { ...hold, reason }),
    decide: (id, what, reason) => post(`/officers/notices/${id}/${what}`, { reason }),
  };
}
