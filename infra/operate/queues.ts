import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './clients.ts';
import { callQuery } from './query-call.ts';
import { namedIn, nameOf, ofType, type Resource, type StackNow } from './stack-now.ts';

/** A queue of a stack, with that of its dead letters. */
export type Queue = {
  /** The worker's name; of dead letters alone, what they are. */
  name: string;
  /** Null where messages come from no queue: what a rule could not bring to one. */
  url: string | null;
  deadUrl: string;
};

/** Every queue of a stack, by name. */
export function queuesOf(stack: StackNow): Queue[] {
  const all = ofType(stack, 'AWS::SQS::Queue');
  const deadOf = (queue: Resource): Resource | undefined => {
    const { deadLetterTargetArn } = (queue.properties['RedrivePolicy'] ?? {}) as { deadLetterTargetArn?: unknown };
    const id = namedIn(deadLetterTargetArn);
    return all.find(({ logicalId }) => logicalId === id);
  };
  const fed = all.flatMap((queue) => {
    const dead = deadOf(queue);
    return dead ? [{ queue, dead }] : [];
  });
  const taken = new Set(fed.map(({ dead }) => dead.logicalId).concat(fed.map(({ queue }) => queue.logicalId)));
  const alone = all.filter(({ logicalId }) => !taken.has(logicalId));
  return [
    ...fed.map(({ queue, dead }) => ({ name: nameOf(queue), url: queue.physicalId, deadUrl: dead.physicalId })),
    ...alone.map((dead) => ({ name: nameOf(dead), url: null, deadUrl: dead.physicalId })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How a queue stands. Numbers of SQS are of the last seconds. */
export type QueueView = {
  name: string;
  waiting: number;
  /** For their time, such as the next try. */
  later: number;
  in_flight: number;
  dead: number;
  /** Of the oldest message that waits, in seconds; null where none does. */
  oldest_seconds: number | null;
  oldest_dead_seconds: number | null;
};

const COUNTS = {
  waiting: 'ApproximateNumberOfMessages',
  later: 'ApproximateNumberOfMessagesDelayed',
  in_flight: 'ApproximateNumberOfMessagesNotVisible',
} as const;

const NONE = { waiting: 0, later: 0, in_flight: 0 };

export async function countsOf({ sqs }: Pick<Clients, 'sqs'>, url: string): Promise<typeof NONE> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: Object.values(COUNTS) }),
  );
  return {
    waiting: Number(Attributes[COUNTS.waiting]),
    later: Number(Attributes[COUNTS.later]),
    in_flight: Number(Attributes[COUNTS.in_flight]),
  };
}

export const deadIn = ({ waiting, in_flight }: typeof NONE): number => waiting + in_flight; // some may be looked at

export async function viewOf(clients: Clients, { name, url, deadUrl }: Queue): Promise<QueueView> {
  const [counts, dead] = await Promise.all([url === null ? NONE : countsOf(clients, url), countsOf(clients, deadUrl)]);
  const [oldest, oldestDead] = await Promise.all([
    url === null || counts.waiting + counts.in_flight === 0 ? null : ageOf(clients, url),
    deadIn(dead) === 0 ? null : ageOf(clients, deadUrl),
  ]);
  return { name, ...counts, dead: deadIn(dead), oldest_seconds: oldest, oldest_dead_seconds: oldestDead };
}

const HOUR_MS = 3_600_000;

/** CloudWatch alone knows it; null until it does, some minutes after the first message. */
async function ageOf({ where }: Clients, url: string): Promise<number | null> {
  const now = Date.now();
  const answer = await callQuery(where, {
    service: 'monitoring',
    version: '2010-08-01',
    action: 'GetMetricStatistics',
    form: {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      'Dimensions.member.1.Name': 'QueueName',
      'Dimensions.member.1.Value': url.split('/').at(-1) ?? '',
      StartTime: new Date(now - HOUR_MS).toISOString(),
      EndTime: new Date(now).toISOString(),
      Period: '60',
      'Statistics.member.1': 'Maximum',
    },
  });
  const points = answer.list('Datapoints').sort((a, b) => (a.text('Timestamp') < b.text('Timestamp') ? 1 : -1));
  return points[0] ? Number(points[0].text('Maximum')) : null;
}
