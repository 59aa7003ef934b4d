import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { OPERATOR } from './operator.ts';
import type { NamedQueue } from './queue-names.ts';

/** A message that was given up, by its references alone: what else it holds is nobody's business on a screen. */
export type DeadLetter = { id: string; sent_at: number; references: string[] };

export type DeadLetters = {
  /** The dead letters of a function, up to fifty. */
  list(name: string): Promise<DeadLetter[]>;
  /** Sends the dead letters of a function round again. Returns how many. */
  redrive(name: string): Promise<number>;
};

const AT_ONCE = 10;
const SHOWN = 50;
const LOOK_SECONDS = 20;

/** On AWS `start-message-move-task` does this (docs/runbook.md); the messages, ids and order differ no more than there. */
export function deadLettersAt(endpoint: string, queues: () => NamedQueue[]): DeadLetters {
  const sqs = new SQSClient({ ...OPERATOR, endpoint });
  const urlOf = async (queue: string) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    return QueueUrl!;
  };
  const deadOf = (name: string) => queues().find((each) => each.deadLetters && each.name === name);
  const take = async (QueueUrl: string): Promise<Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: AT_ONCE,
        VisibilityTimeout: LOOK_SECONDS,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages;
  };
  return {
    async list(name) {
      const dead = deadOf(name);
      if (!dead || dead.visible === 0) return [];
      const url = await urlOf(dead.queue);
      const seen: Message[] = [];
      while (seen.length < SHOWN) {
        const some = await take(url);
        if (some.length === 0) break;
        seen.push(...some);
      }
      const back = ({ ReceiptHandle }: Message) =>
        sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }));
      await Promise.all(seen.map(back));
      return seen.map(({ MessageId, Attributes, Body }) => ({
        id: MessageId ?? '',
        sent_at: Number(Attributes?.['SentTimestamp'] ?? 0),
        references: referencesIn(Body ?? ''),
      }));
    },
    async redrive(name) {
      const dead = deadOf(name);
      const [source] = dead?.feeds ?? [];
      if (!dead || !source) return 0;
      const [from, to] = await Promise.all([urlOf(dead.queue), urlOf(source)]);
      let moved = 0;
      for (let some = await take(from); some.length > 0; some = await take(from)) {
        for (const { Body, ReceiptHandle } of some) {
          // In this order: a message may come twice, which every function bears, and is never lost.
          await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body }));
          await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
          moved += 1;
        }
      }
      return moved;
    },
  };
}

/** Fields that hold a reference, and the forms that ours have: nothing else of a body is shown. */
const REFERENCES: readonly [field: string, form: RegExp, words: string][] = [
  ['notice', /^[\w-]{22}$/, 'notice'],
  ['reference', /^[\w-]{22}\.(sms|email)$/, 'message'],
  ['notify_id', /^[\da-f-]{36}$/, 'at Notify'],
  ['type', /^council(\.[a-z0-9-]+)+$/, 'event'],
  ['id', /^[\w-]{22}$/, 'event'],
];

/** @param body of any message; what is no JSON of ours has no references. */
export function referencesIn(body: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return [];
  }
  const found: string[] = [];
  const look = (value: unknown, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > 3) return;
    for (const [field, form, words] of REFERENCES) {
      const text = (value as Record<string, unknown>)[field];
      if (typeof text === 'string' && form.test(text) && !found.includes(`${words} ${text}`))
        found.push(`${words} ${text}`);
    }
    for (const each of Object.values(value)) look(each, depth + 1);
  };
  look(json, 0);
  return found;
}
