// What is measured here as CloudWatch does on AWS, and the alarms that look at it.

import type { QueueState } from '../sqs/queues.ts';
import type { Stack } from '../stack/stack.ts';
import { type AlarmState, openAlarms } from './alarms.ts';
import { openLogMetrics } from './log-metrics.ts';
import { MINUTE_MS, openMetrics } from './metrics.ts';

/** Of a long jump of the clock nothing changes but the age of messages: alarms look at so many minutes at either end. */
const MOST_MINUTES = 10;
const BETWEEN_LOOKS_MS = 1000;

type Deps = {
  now: () => number;
  queues: () => QueueState[];
  onRing: (alarm: AlarmState) => void;
};

export type Watch = ReturnType<typeof startWatch>;

export function startWatch(stack: Stack, { now, queues, onRing }: Deps) {
  const metrics = openMetrics();
  const alarms = openAlarms(stack, metrics);
  const onLog = openLogMetrics(stack, metrics, now);
  const sentAt = clockOfMessages();
  let looked = Math.floor(now() / MINUTE_MS);

  const measure = (minute: number, aheadMs: number) => {
    for (const { name, visible, oldestSentAt } of queues()) {
      const put = (metric: string, value: number) => {
        const of = { namespace: 'AWS/SQS', name: metric, dimensions: { QueueName: name } };
        metrics.put(of, minute * MINUTE_MS - 1, value);
      };
      put('ApproximateNumberOfMessagesVisible', visible);
      if (oldestSentAt !== null) put('ApproximateAgeOfOldestMessage', (sentAt.ageOf(oldestSentAt) + aheadMs) / 1000);
    }
  };
  /** Looks at each minute that has ended by `until`, `aheadMs` after the clock of now. */
  const lookUntil = (until: number, aheadMs = 0) => {
    const last = Math.floor(until / MINUTE_MS);
    for (let minute = looked + 1; minute <= last; minute += 1) {
      measure(minute, Math.max(0, aheadMs - (until - minute * MINUTE_MS)));
      const isBetween = minute > looked + MOST_MINUTES && minute <= last - MOST_MINUTES;
      if (!isBetween) for (const alarm of alarms.look(minute * MINUTE_MS)) onRing(alarm);
    }
    looked = Math.max(looked, last);
  };
  const timer = setInterval(() => lookUntil(now()), BETWEEN_LOOKS_MS);
  timer.unref();
  const count = (namespace: string, name: string, dimensions: Record<string, string>) =>
    metrics.put({ namespace, name, dimensions }, now(), 1);
  return {
    onLog,
    /** An invocation of a function ended in an error. */
    failed: (logicalId: string) => count('AWS/Lambda', 'Errors', { FunctionName: stack.identity(logicalId).name }),
    /** What an API, or a function's own address, answered. */
    answered(logicalId: string, status: number): void {
      if (status < 500) return;
      const url = stack.ofType('AWS::Lambda::Url').find((each) => each.logicalId === logicalId);
      if (!url) {
        count('AWS/ApiGateway', '5xx', { ApiId: stack.identity(logicalId).ref });
        return;
      }
      const FunctionName = String(url.properties['TargetFunctionArn']).split(':').at(-1)!;
      count('AWS/Lambda', 'Url5xxCount', { FunctionName });
    },
    /** The clock is about to be moved on, and nothing runs meanwhile. */
    letPass(ms: number): void {
      lookUntil(now() + ms, ms);
      sentAt.letPass(ms);
    },
    alarms: () => alarms.states(),
    stop: () => clearInterval(timer),
  };
}

/** Messages know when they were sent by the machine's clock, which does not jump. */
function clockOfMessages() {
  const jumps: { at: number; ms: number }[] = [];
  return {
    letPass: (ms: number) => void jumps.push({ at: Date.now(), ms }),
    ageOf: (sent: number) =>
      Date.now() - sent + jumps.filter(({ at }) => at >= sent).reduce((sum, { ms }) => sum + ms, 0),
  };
}
