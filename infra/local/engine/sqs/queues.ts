// The stack's queues on fauxqs: creating them, taking from them, and saying how they stand.

import type { Fauxqs, ReceivedMessage, SqsQueue } from '../fauxqs.ts';
import type { Stack } from '../stack/stack.ts';
import { ACCOUNT, type Properties, REGION, TemplateRefused } from '../stack/template.ts';

export type QueueState = {
  logicalId: string;
  name: string;
  visible: number;
  delayed: number;
  /** How long until the last of the delayed messages is due, in milliseconds; 0 if none is delayed. */
  delayedLongestMs: number;
  inFlight: number;
  /** When the oldest message in it was sent, in epoch milliseconds; null if it is empty. */
  oldestSentAt: number | null;
  /** Names of the queues whose redrive policy points here. */
  deadLetterOf: string[];
};

export type Taken = ReceivedMessage & { Attributes: Record<string, string> };

export type Queues = {
  /** @throws if there is no such queue. */
  byArn(arn: string): SqsQueue;
  create(name: string, attributes: Record<string, string>): SqsQueue;
  send(
    queue: SqsQueue,
    body: string,
    options?: { delaySeconds?: number; groupId?: string; deduplicationId?: string },
  ): void;
  /** Takes up to `max` messages; they are in flight for the queue's visibility timeout. */
  take(queue: SqsQueue, max: number): Taken[];
  remove(queue: SqsQueue, receiptHandles: string[]): void;
  /** Moves a message that is in flight to the queue's dead-letter queue, where it has one, and away from here. */
  bury(queue: SqsQueue, message: Taken): void;
  /** When the next delayed or in-flight message becomes visible, in epoch milliseconds. */
  nextDueAt(queue: SqsQueue): number | undefined;
  /** Brings delays and visibility timeouts so much nearer, as if that time had gone by. */
  letPass(ms: number): void;
  states(): QueueState[];
  state(queue: SqsQueue): Omit<QueueState, 'logicalId' | 'deadLetterOf'>;
  /** Calls back with the queue's name and the message's id whenever a message was put in it. */
  onArrival(listener: (queueName: string, messageId: string) => void): void;
};

const attributes: Record<string, (value: unknown) => string> = {
  DelaySeconds: String,
  VisibilityTimeout: String,
  MaximumMessageSize: String,
  ReceiveMessageWaitTimeSeconds: String,
  FifoQueue: String,
  ContentBasedDeduplication: String,
  RedrivePolicy: JSON.stringify,
};

export function openQueues(fauxqs: Fauxqs, stack: Stack, endpoint: string): Queues {
  const { sqs } = fauxqs;
  const listeners: Parameters<Queues['onArrival']>[0][] = [];
  const spy = {
    addMessage: (message: { status: string; queueName?: string; messageId?: string }) => {
      if (message.status === 'published' && message.queueName)
        for (const listener of listeners) listener(message.queueName, message.messageId ?? '');
    },
  };
  sqs.spy = spy;
  for (const queue of sqs.allQueues()) queue.spy = spy;
  // fauxqs answers with the URL of the Host header when it has no host name of its own.
  sqs.host = undefined;

  const create = (name: string, wanted: Record<string, string>): SqsQueue => {
    const url = `${endpoint}/${ACCOUNT}/${name}`;
    const known = sqs.getQueueByName(name);
    if (!known) return sqs.createQueue(name, url, `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`, wanted);
    sqs.queues.delete(known.url);
    sqs.queues.set(url, known);
    known.url = url;
    known.setAttributes({ RedrivePolicy: '', ...wanted });
    return known;
  };
  const ids = new Map<SqsQueue, string>();
  for (const { logicalId, properties } of stack.ofType('AWS::SQS::Queue')) {
    ids.set(create(stack.identity(logicalId).name, queueAttributes(properties)), logicalId);
  }
  const deadLetterArn = (queue: SqsQueue): string | undefined =>
    queue.attributes['RedrivePolicy'] ? JSON.parse(queue.attributes['RedrivePolicy']).deadLetterTargetArn : undefined;
  for (const [queue, logicalId] of ids) {
    const target = deadLetterArn(queue);
    if (target && !sqs.getQueueByArn(target)) {
      throw new TemplateRefused([
        `${logicalId} (AWS::SQS::Queue): RedrivePolicy names ${target}, which is not in the stack`,
      ]);
    }
  }

  const state = (queue: SqsQueue) => stateOf(queue);
  const queues: Queues = {
    byArn: (arn) => {
      const queue = sqs.getQueueByArn(arn);
      if (!queue) throw new Error(`There is no queue ${arn} in the stack`);
      return queue;
    },
    create,
    send: (queue, body, options = {}) => {
      const delay = options.delaySeconds ?? Number(queue.attributes['DelaySeconds'] ?? 0);
      const message = fauxqs.createMessage(body, delay || undefined, options.groupId, options.deduplicationId);
      if (queue.attributes['FifoQueue'] === 'true') {
        const id = options.deduplicationId ?? message.md5OfBody;
        if (queue.checkDeduplication(id).isDuplicate) return;
        message.sequenceNumber = queue.nextSequenceNumber();
        queue.recordDeduplication(id, message.messageId, message.sequenceNumber);
      }
      queue.enqueue(message);
    },
    // One transaction: a message that moves to its dead-letter queue is deleted here and inserted there.
    take: (queue, max) =>
      fauxqs.atOnce(() => {
        const taken: Taken[] = [];
        while (taken.length < max) {
          const got = queue.dequeue(Math.min(10, max - taken.length), undefined, (arn) => sqs.getQueueByArn(arn));
          if (!got.length) break;
          for (const message of got) taken.push({ ...message, Attributes: systemAttributes(queue, message) });
        }
        return taken;
      }),
    remove: (queue, handles) => {
      if (handles.length) fauxqs.atOnce(() => handles.forEach((handle) => void queue.deleteMessage(handle)));
    },
    bury: (queue, { Body, ReceiptHandle }) => {
      const target = deadLetterArn(queue);
      fauxqs.atOnce(() => {
        if (target) queues.send(queues.byArn(target), Body);
        queues.remove(queue, [ReceiptHandle]);
      });
    },
    nextDueAt: (queue) => {
      let next = Number.POSITIVE_INFINITY;
      for (const message of delayedIn(queue)) next = Math.min(next, message.delayUntil ?? next);
      for (const { visibilityDeadline } of queue.inflightMessages.values()) next = Math.min(next, visibilityDeadline);
      return next === Number.POSITIVE_INFINITY ? undefined : next;
    },
    letPass: (ms) => {
      for (const queue of sqs.allQueues()) {
        for (const message of delayedIn(queue)) if (message.delayUntil !== undefined) message.delayUntil -= ms;
        for (const inFlight of queue.inflightMessages.values()) inFlight.visibilityDeadline -= ms;
      }
      fauxqs.letPass(ms);
    },
    states: () =>
      [...ids].map(([queue, logicalId]) => ({
        logicalId,
        ...state(queue),
        deadLetterOf: [...ids.keys()].filter((other) => deadLetterArn(other) === queue.arn).map((other) => other.name),
      })),
    state,
    onArrival: (listener) => void listeners.push(listener),
  };
  return queues;
}

function queueAttributes(properties: Properties): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, write] of Object.entries(attributes)) {
    if (properties[name] !== undefined) result[name] = write(properties[name]);
  }
  return result;
}

function* delayedIn(queue: SqsQueue) {
  yield* queue.delayedMessages;
  for (const group of queue.fifoDelayed.values()) yield* group;
}

/** Messages whose delay or visibility has just run out count as visible, though fauxqs moves them only when asked. */
function stateOf(queue: SqsQueue): Omit<QueueState, 'logicalId' | 'deadLetterOf'> {
  const now = Date.now();
  const sent = [...queue.messages, ...delayedIn(queue), ...[...queue.inflightMessages.values()].map((m) => m.message)];
  const oldest = sent.reduce((least, { sentTimestamp }) => Math.min(least, sentTimestamp), Number.POSITIVE_INFINITY);
  const state = {
    name: queue.name,
    visible: queue.messages.length,
    delayed: 0,
    delayedLongestMs: 0,
    inFlight: 0,
    oldestSentAt: oldest === Number.POSITIVE_INFINITY ? null : oldest,
  };
  for (const group of queue.fifoMessages.values()) state.visible += group.length;
  for (const message of delayedIn(queue)) {
    const left = (message.delayUntil ?? 0) - now;
    if (left > 0) {
      state.delayed += 1;
      state.delayedLongestMs = Math.max(state.delayedLongestMs, left);
    } else state.visible += 1;
  }
  for (const { visibilityDeadline } of queue.inflightMessages.values()) {
    if (visibilityDeadline > now) state.inFlight += 1;
    else state.visible += 1;
  }
  return state;
}

function systemAttributes(queue: SqsQueue, received: ReceivedMessage): Record<string, string> {
  const message = queue.inflightMessages.get(received.ReceiptHandle)?.message;
  if (!message) return {};
  const optional = {
    MessageGroupId: message.messageGroupId,
    MessageDeduplicationId: message.messageDeduplicationId,
    SequenceNumber: message.sequenceNumber,
  };
  return {
    ApproximateReceiveCount: String(message.approximateReceiveCount),
    SentTimestamp: String(message.sentTimestamp),
    SenderId: ACCOUNT,
    ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined) as [string, string][]),
  };
}
