import type { AccountView } from '../../contracts/officers/account.ts';
import type { DeliveryView } from '../../contracts/officers/deliveries.ts';
import type { DisclosureView } from '../../contracts/officers/disclosures.ts';
import type { HeldView } from '../../contracts/officers/holds.ts';
import type { Ledger } from '../../contracts/officers/ledger.ts';
import type { LifeView, SetAsideView } from '../../contracts/officers/notices.ts';
import type { ReplyView } from '../../contracts/officers/replies.ts';
import type { DecisionView, Figures } from '../../contracts/officers/runs.ts';
import type { SubscriberView } from '../../contracts/officers/subscribers.ts';
import { noSums, noticesLine, type RunSums, reconciles, runLine, sumsOf } from '../../contracts/officers/sums.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { statusOf } from '../../functions/notices/ledger/book-keeping.ts';
import { todayOf } from '../../functions/performance/answer-officers/today.ts';
import type { Fact } from '../../functions/performance/facts/fact.ts';
import { londonDate } from '../../functions/shared/calendar/london.ts';
import type { Feed, Reply, SeenMessage, SeenQueue } from '../../infra/local/console/feed.ts';
import type { NamedHold, Officers, OfficersActs, OfficersPages } from '../../infra/local/start/officers.ts';
import type { DeadLetter } from '../../infra/operate/letters.ts';

export const NOW = Date.parse('2026-09-29T10:04:00+01:00');

/** A row whose notice, if it has one, is now in `state`. */
export function told(more: Partial<DecisionView> = {}): DecisionView {
  const decision = {
    run: 'RE-1',
    line: 2,
    account_ref: '801000007',
    person_ref: 'P700001',
    bill_year: '2026-27',
    about: { kind: 'debt', ref: '801000007/2026-27' },
    occasion: null,
    notice_type: 'ct.reminder.first',
    title: more.notice_type === null ? null : ourCatalogue.title(more.notice_type ?? 'ct.reminder.first'),
    outcome: 'sms' as const,
    variant: 'full' as const,
    codes: [],
    reason: null,
    due_at: '2026-09-29T09:00:00.000Z',
    notice_id: 'n1',
    state: 'delivered' as const,
    words: 'First reminder by text: Delivered.',
    decided: 'First reminder by text.',
    decided_at: '2026-09-29T09:00:00.000Z',
    ...more,
  };
  const { state, outcome, codes } = decision;
  const status = state === null ? null : statusOf(state);
  const channel = outcome === 'none' ? 'sms' : outcome;
  const why = status === 'held' ? decision.words : '';
  const now = status && {
    status,
    since: '2026-09-29T09:00:00.000Z',
    channel,
    variant: 'full' as const,
    due_at: decision.due_at ?? '2026-09-29T09:00:00.000Z',
    served: null,
    codes: status === 'held' ? codes : [],
    reason: decision.reason,
    why,
  };
  return { now, ...decision };
}

export const text = (more: Partial<SeenMessage> = {}): SeenMessage => ({
  sequence: 1,
  id: 'm1',
  type: 'sms',
  to: '+447700900123',
  reference: 'n1.sms',
  status: 'delivered',
  subject: null,
  body: 'Stockton Council: Hi Bethan, we have sent you a Council Tax reminder. Pay by 5 October to keep your instalments.',
  from: '447700900999',
  created_at: '2026-09-29T09:00:30.000000Z',
  completed_at: '2026-09-29T09:00:31.000000Z',
  ...more,
});

export function ledger(more: Partial<Ledger> = {}): Ledger {
  const books = {
    planned: 3,
    delivered: 1,
    failed: 0,
    blocked: 1,
    expired: 0,
    cancelled: 0,
    open: 1,
    open_by_state: { accepted: 1 },
    withheld: 0,
    accepted_unasked: 0,
    lost: 0,
    held: {},
    faults: [],
    as_of: null,
    balanced: true,
    notify: null,
    ...more,
  };
  return { line: noticesLine(sumsOf(books)), ...books };
}

/** Figures of a run of which every row is told of. */
export function figuresWith(decisions: DecisionView[]): Figures {
  const sums: RunSums = { rows: decisions.length, unreadable: 0, nothing_due: 0, undecided: 0, ...noSums() };
  const codes: Record<string, number> = {};
  for (const { now } of decisions) {
    if (now === null) sums.nothing_due += 1;
    else {
      sums.notices += 1;
      sums[now.status] += 1;
      for (const code of now.codes) codes[code] = (codes[code] ?? 0) + 1;
    }
  }
  return { ...sums, codes, line: runLine(sums), reconciles: reconciles(sums) };
}

export const queue = (name: string, more: Partial<SeenQueue> = {}): SeenQueue => ({
  name,
  visible: 0,
  delayed: 0,
  inFlight: 0,
  deadLetters: false,
  oldest: null,
  ...more,
});

/** Officers' answers from lists in memory. */
export function officersWith(
  decisions: DecisionView[],
  books: Ledger = ledger(),
  deliveries: DeliveryView[] = [],
): Officers {
  const ids = [...new Set(decisions.map(({ run }) => run))];
  return {
    status: async () => ({
      council: 'stockton',
      council_name: 'Stockton Council',
      sending: 'live',
      stops: [],
      restored: null,
      waiting_runs: [],
      not_set_up: [],
      overdue: { notices: 0, waited_seconds: 0 },
      now: new Date(NOW).toISOString(),
    }),
    runs: async () =>
      ids.map((name) => ({
        name,
        file: 'night.csv',
        imported_at: new Date(NOW).toISOString(),
        rows: decisions.filter((each) => each.run === name).length,
        rejected: 0,
        brake: null,
        figures: figuresWith(decisions.filter((each) => each.run === name)),
      })),
    ledger: async () => books,
    async *deliveries() {
      yield deliveries;
    },
    ledgers: async () => ({ ...books, runs: Object.fromEntries(ids.map((id) => [id, books])) }),
    askForCount: async () => '',
    async *decisions(name) {
      yield decisions.filter(({ run }) => run === name);
    },
  };
}

/** A feed for the console that tests fill by hand. */
type Filled = {
  messages?: SeenMessage[];
  decisions?: DecisionView[];
  queues?: SeenQueue[];
  ledger?: Ledger;
  dead?: Record<string, DeadLetter[]>;
  holds?: HeldView[];
  notices?: LifeView[];
  accounts?: AccountView[];
  facts?: Fact[];
  answered?: ReplyView[];
  aside?: SetAsideView[];
  subscribers?: SubscriberView[];
  deliveries?: DeliveryView[];
  disclosures?: DisclosureView[];
  /** By their sums. */
  documents?: Record<string, Buffer>;
  /** Why the officers' API does nothing that it is told to. */
  refusal?: string;
};

const PAGE = 40;

/** Pages of forty, as an API gives them that looks at so many whether they fit or not. */
function pageFrom<T>(all: T[], after: string) {
  const from = Number(after || '0');
  const next = from + PAGE < all.length ? String(from + PAGE) : null;
  return { items: all.slice(from, from + PAGE), next };
}

function pagesWith(
  { holds = [], notices = [], accounts = [], facts = [], answered = [], aside = [], ...more }: Filled,
  officers: ReturnType<typeof officersWith>,
): OfficersPages {
  return {
    async *holds() {
      yield holds;
    },
    async *setAside() {
      yield aside;
    },
    subscribers: async () => more.subscribers ?? [],
    async *deliveriesOf({ subscriber, state }) {
      const isAsked = (asked: string, is: string) => asked === '' || asked === is;
      yield (more.deliveries ?? []).filter(
        (each) => isAsked(subscriber, each.subscriber) && isAsked(state, each.state),
      );
    },
    disclosures: async (person) => ({ person, disclosures: more.disclosures ?? [] }),
    run: async (asked) => (await officers.runs()).find(({ name }) => name === asked) ?? null,
    replies: async (after) => pageFrom(answered, after),
    today: async () => {
      const day = londonDate(NOW);
      return todayOf(
        day,
        facts.filter((each) => each.day === day),
      );
    },
    notice: async (id) => notices.find((each) => each.id === id) ?? null,
    account: async (ref) => accounts.find(({ account_ref }) => account_ref === ref) ?? null,
  };
}

export function feedWith(more: Filled = {}) {
  const redriven: string[] = [];
  const replies: Reply[] = [];
  const messages = more.messages ?? [];
  const officers = officersWith(more.decisions ?? [], more.ledger);
  const decided: (NamedHold | string)[][] = [];
  const act = async (...word: (NamedHold | string)[]) => {
    if (more.refusal === undefined) decided.push(word);
    return more.refusal ?? null;
  };
  const acts: OfficersActs = { releaseHold: act, decide: act };
  const feed: Feed = {
    council: 'Stockton Council',
    now: () => NOW,
    officers: { ...officers, ...pagesWith(more, officers), ...acts },
    systems: () => [],
    deadLetters: {
      list: async (name) => more.dead?.[name] ?? [],
      redrive: async (name) => {
        redriven.push(name);
        return more.dead?.[name]?.length ?? 0;
      },
    },
    messages: () => messages,
    document: (sha256) => more.documents?.[sha256] ?? null,
    linkedTo: (id, key) => messages.find(({ file }) => file?.link?.id === id && file.link.key === key) ?? null,
    replies: () => replies,
    reply: async (number, content) => {
      replies.push({ number, content, at: NOW });
    },
    queues: () => more.queues ?? [],
    calls: () => ({ sqs: 12, dynamodb: 34 }),
    doing: () => '',
    trouble: (error) => {
      console.error(error);
    },
  };
  return { feed, messages, replies, redriven, decided };
}
