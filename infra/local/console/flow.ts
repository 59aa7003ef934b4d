import type { Ledger } from '../../../functions/notices/explain-notices/ledger.ts';
import type { ToldDecision, ToldRun, ToldStatus } from '../start/officers.ts';
import type { Feed, SeenQueue } from './feed.ts';
import { stateWords } from './words.ts';

export type QueueRow = {
  name: string;
  waiting: number;
  later: number;
  inHand: number;
  dead: number;
  oldest: number | null;
};

const all = ({ visible, delayed, inFlight }: SeenQueue) => visible + delayed + inFlight;

/** Messages that were given up, on all dead-letter queues. */
export const deadLetters = (queues: SeenQueue[]): number =>
  queues.filter((each) => each.deadLetters).reduce((total, each) => total + all(each), 0);

/** Queues by name, with their dead letters beside them. */
export function queueRows(queues: SeenQueue[]): QueueRow[] {
  const rows = new Map<string, QueueRow>();
  for (const each of queues) {
    const row = rows.get(each.name) ?? { name: each.name, waiting: 0, later: 0, inHand: 0, dead: 0, oldest: null };
    if (each.deadLetters) row.dead += all(each);
    else {
      row.waiting += each.visible;
      row.later += each.delayed;
      row.inHand += each.inFlight;
      row.oldest = each.oldest;
    }
    rows.set(each.name, row);
  }
  return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export type LedgerLine = { words: string; count: number };

/** The ledger as officers read it: what was planned, and where every one of them is. */
export function ledgerLines(ledger: Ledger): { lines: LedgerLine[]; planned: number; balanced: boolean } {
  const open = Object.entries(ledger.open_by_state)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${stateWords(state).words.toLowerCase()} ${count}`);
  return {
    planned: ledger.planned,
    balanced: ledger.balanced,
    lines: [
      { words: 'Delivered', count: ledger.delivered },
      { words: 'Failed', count: ledger.failed },
      { words: 'Held', count: ledger.blocked },
      { words: 'Too late', count: ledger.expired },
      { words: 'Cancelled', count: ledger.cancelled },
      { words: open.length > 0 ? `Open: ${open.join(', ')}` : 'Open', count: ledger.open },
      ...(ledger.lost > 0 ? [{ words: 'Lost: planned, and there no more', count: ledger.lost }] : []),
    ],
  };
}

const SERVICES: Record<string, string> = {
  sqs: 'SQS',
  dynamodb: 'DynamoDB',
  eventbridge: 'EventBridge',
  s3: 'S3',
  lambda: 'Lambda (invocations)',
  notify: 'GOV.UK Notify',
};

export type Flow = {
  queues: QueueRow[];
  dead: number;
  calls: [string, number][];
  runs: (ToldRun & { outcomes: Record<'sms' | 'email' | 'none', number> })[];
  ledger: ReturnType<typeof ledgerLines>;
  status: ToldStatus;
};

/** @param decisions of all runs, as the people page has them. */
export async function flowOf(feed: Feed, decisions: ToldDecision[]): Promise<Flow> {
  const [status, runs, ledger] = await Promise.all([
    feed.officers.status(),
    feed.officers.runs(),
    feed.officers.ledger(),
  ]);
  const queues = feed.queues();
  return {
    queues: queueRows(queues),
    dead: deadLetters(queues),
    calls: Object.entries(feed.calls()).map(([service, count]) => [SERVICES[service] ?? service, count]),
    runs: runs.map((run) => ({ ...run, outcomes: outcomesOf(run.extract_id, decisions) })),
    ledger: ledgerLines(ledger),
    status,
  };
}

function outcomesOf(extractId: string, decisions: ToldDecision[]) {
  const outcomes = { sms: 0, email: 0, none: 0 };
  for (const { extract_id, outcome } of decisions) if (extract_id === extractId) outcomes[outcome] += 1;
  return outcomes;
}
