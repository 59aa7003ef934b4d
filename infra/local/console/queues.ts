import type { SeenQueue } from './feed.ts';

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

const SERVICES: Record<string, string> = {
  sqs: 'SQS',
  dynamodb: 'DynamoDB',
  eventbridge: 'EventBridge',
  s3: 'S3',
  lambda: 'Lambda (invocations)',
  notify: 'GOV.UK Notify',
};

/** Calls so far, by the service that was called. */
export const callRows = (calls: Record<string, number>) =>
  Object.entries(calls).map(([service, count]) => ({ words: SERVICES[service] ?? service, count }));
