import type { Feed, Reply, SeenMessage, SeenQueue } from '../../infra/local/console/feed.ts';
import type { Officers, ToldDecision, ToldLedger } from '../../infra/local/start/officers.ts';

export const NOW = Date.parse('2026-09-29T10:04:00+01:00');

export const told = (more: Partial<ToldDecision> = {}): ToldDecision => ({
  extract_id: 'RE-1',
  account_ref: '801000007',
  person_ref: 'P700001',
  bill_year: '2026-27',
  notice_type: 'ct.reminder.first',
  outcome: 'sms',
  variant: 'full',
  codes: [],
  reason: null,
  due_at: '2026-09-29T09:00:00.000Z',
  notice_id: 'n1',
  state: 'delivered',
  words: 'A text was delivered.',
  ...more,
});

export const text = (more: Partial<SeenMessage> = {}): SeenMessage => ({
  sequence: 1,
  id: 'm1',
  type: 'sms',
  to: '+447700900123',
  reference: 'n1.sms',
  status: 'delivered',
  subject: null,
  body: 'Stockton Council: Hi Bethan, we have sent you a Council Tax reminder. Pay by 5 October to keep your instalments.',
  from: 'Stockton',
  created_at: '2026-09-29T09:00:30.000000Z',
  completed_at: '2026-09-29T09:00:31.000000Z',
  ...more,
});

export const ledger = (more: Partial<ToldLedger> = {}): ToldLedger => ({
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
  held: {},
  balanced: true,
  notify: null,
  ...more,
});

export const queue = (name: string, more: Partial<SeenQueue> = {}): SeenQueue => ({
  name,
  visible: 0,
  delayed: 0,
  inFlight: 0,
  deadLetters: false,
  ...more,
});

/** Officers' answers from lists in memory. */
export function officersWith(decisions: ToldDecision[], books: ToldLedger = ledger()): Officers {
  const ids = [...new Set(decisions.map(({ extract_id }) => extract_id))];
  return {
    status: async () => ({
      council: 'stockton',
      council_name: 'Stockton Council',
      sending: 'live',
      stop: null,
      now: new Date(NOW).toISOString(),
    }),
    runs: async () =>
      ids.map((extract_id) => ({
        extract_id,
        file: 'night.csv',
        imported_at: new Date(NOW).toISOString(),
        rows: decisions.length,
        rejected: 0,
      })),
    ledger: async () => books,
    askForCount: async () => '',
    async *decisions(extractId) {
      yield decisions.filter(({ extract_id }) => extract_id === extractId);
    },
  };
}

/** A feed for the console that tests fill by hand. */
export function feedWith(more: { messages?: SeenMessage[]; decisions?: ToldDecision[]; queues?: SeenQueue[] } = {}) {
  const replies: Reply[] = [];
  const messages = more.messages ?? [];
  const feed: Feed = {
    council: 'Stockton Council',
    now: () => NOW,
    officers: officersWith(more.decisions ?? []),
    messages: () => messages,
    replies: () => replies,
    reply: async (number, content) => {
      replies.push({ number, content, at: NOW });
    },
    queues: () => more.queues ?? [],
    calls: () => ({ sqs: 12, dynamodb: 34 }),
    doing: () => 'All done',
    trouble: (error) => {
      console.error(error);
    },
  };
  return { feed, messages, replies };
}
