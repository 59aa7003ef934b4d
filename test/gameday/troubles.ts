// What goes wrong on a game day: how it begins and ends, what an operator does about it, and which alarms it rings.

import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { OPERATOR } from '../../infra/local/start/operator.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

export type Trouble = {
  name: string;
  lastsMs: number;
  begins(world: World): Promise<void> | void;
  /** It is over by itself, or somebody ends it. */
  ends(world: World): Promise<void> | void;
  /** What an operator does when an alarm of it has rung, by the runbook. */
  mended?(world: World): Promise<void>;
  /** Alarms that have to ring while it lasts or within the hour after, by their runbook heading and what they are about. */
  must: readonly string[];
  /** Others that may. */
  may: readonly RegExp[];
};

const POSTS = { method: 'POST', path: '/v2/notifications' } as const;
const SLOW = [/\/oldest-message/, /^release-notices\/overdue$/];
/** What any function says that could not do its work for a moment. */
const SHAKEN = [/\/errors$/, /\/server-errors$/, /\/dead-letters/, /^undelivered-events\//, ...SLOW];

/** Sends every dead letter round again. */
async function redriveAll({ stack, deadLetters }: World): Promise<void> {
  for (const { name, deadLetters: isDead, visible } of stack.queues())
    if (isDead && visible > 0) await deadLetters.redrive(name);
}

const POISON = { 'no message of ours': true };

/** Takes the message away that no worker can read. */
async function discardPoison({ engine, stack }: World): Promise<void> {
  const sqs = new SQSClient({ ...OPERATOR, endpoint: engine.endpoint });
  for (const { queue, deadLetters, visible } of stack.queues()) {
    if (!deadLetters || visible === 0) continue;
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body, ReceiptHandle } of Messages)
      if (Body === JSON.stringify(POISON)) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  sqs.destroy();
}

export const TROUBLES: readonly Trouble[] = [
  {
    name: 'Notify is down for an hour',
    lastsMs: 60 * MINUTE,
    begins: ({ misbehave }) => misbehave([{ match: POSTS, effect: { kind: 'fail-before-storing', status: 503 } }]),
    ends: ({ behave }) => behave(),
    must: ['send-notices/notify-down'],
    may: [/notify-cannot-be-asked$/, ...SLOW],
  },
  {
    name: 'Notify is slow for two hours',
    lastsMs: 120 * MINUTE,
    begins: ({ misbehave }) => misbehave([{ match: POSTS, effect: { kind: 'stall', before_ms: 3_000 } }]),
    ends: ({ behave }) => behave(),
    must: [],
    may: SLOW,
  },
  {
    name: 'our key at Notify is revoked',
    lastsMs: 20 * MINUTE,
    begins: ({ misbehave }) =>
      misbehave([
        {
          match: { path: '/v2/' },
          effect: { kind: 'refuse', status: 403, error: 'AuthError', message: 'Invalid token: API key revoked' },
        },
      ]),
    ends: ({ behave }) => behave(),
    mended: ({ resume }) => resume({ kind: 'set-up' }),
    must: ['send-notices/line-stopped'],
    may: [/notify-cannot-be-asked$/, ...SLOW],
  },
  {
    name: 'DynamoDB throttles each third call',
    lastsMs: 5 * MINUTE,
    begins: ({ engine }) => engine.troubles('dynamodb', 3),
    ends: ({ engine }) => engine.troubles('dynamodb', 0),
    mended: redriveAll,
    must: [],
    may: SHAKEN,
  },
  {
    name: 'buckets take and give nothing for an hour, as a full disk',
    lastsMs: 60 * MINUTE,
    begins: ({ engine }) => engine.troubles('s3', 1),
    ends: ({ engine }) => engine.troubles('s3', 0),
    mended: redriveAll,
    must: ['import-file/import-slowed'],
    may: [/release-failed$/, ...SHAKEN],
  },
  {
    name: 'a message that no worker can read',
    lastsMs: 40 * MINUTE,
    async begins({ operator }) {
      await operator.tellQueue('notices/plan-notices', POISON);
      await operator.tellQueue('register/keep-register', POISON);
    },
    ends: () => {},
    mended: discardPoison,
    // One that wakes has an alarm of its own; all others share one.
    must: ['plan-notices/dead-letters', 'watch-dead-letters/dead-letters'],
    may: [/^plan-notices\//],
  },
  {
    name: 'a bad deployment of plan-notices, rolled back',
    lastsMs: 45 * MINUTE,
    begins: ({ stack }) => stack.breaks('plan-notices', true),
    ends: ({ stack }) => stack.breaks('plan-notices', false),
    mended: redriveAll,
    must: ['plan-notices/dead-letters'],
    may: [/^plan-notices\//],
  },
  {
    name: 'the clock jumps by an hour and a half',
    lastsMs: MINUTE,
    begins: ({ jump }) => jump(90 * MINUTE),
    ends: () => {},
    must: [],
    may: SLOW,
  },
];
