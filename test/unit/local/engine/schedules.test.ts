import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSchedules } from '../../../../infra/local/engine/events/schedules.ts';
import type { Gate } from '../../../../infra/local/engine/grants/gate.ts';
import { readStack } from '../../../../infra/local/engine/stack/stack.ts';
import { openState } from '../../../../infra/local/engine/state.ts';

const START = Date.parse('2026-11-24T09:00:00.300Z');

/** What the machine's clock says, beside what its timers count. */
let clockIsBehind = 0;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  const timersSay = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => timersSay() - clockIsBehind);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  clockIsBehind = 0;
});

function start(ScheduleExpression: string): Date[] {
  const Targets = [{ Id: 'f', Arn: 'arn:aws:lambda:eu-west-2:1:function:f' }];
  const stack = readStack(
    { Resources: { Due: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression, Targets } } } },
    { stackName: 'Test', parameters: {}, endpoint: 'http://127.0.0.1', apiUrl: () => '' },
  );
  const fired: Date[] = [];
  const deliver = (_: unknown, input: string) => fired.push(new Date(JSON.parse(input).time));
  startSchedules(stack, { deliver, gate: {} as Gate, state: openState(), now: () => Date.now(), onEvent: () => {} });
  return fired;
}

test.each([
  ['at(2026-11-24T09:00:02)', ['09:00:02']],
  ['rate(1 minute)', ['09:01:00', '09:02:00', '09:03:00']],
  ['cron(0/2 9 * * ? *)', ['09:02:00']],
])('%s fires once each time, although its timer rings before the clock says so', (expression, expected) => {
  const fired = start(expression);
  clockIsBehind = 1;
  vi.advanceTimersByTime(3 * 60_000 + 10);
  expect(fired.map((at) => at.toISOString().slice(11, 19))).toEqual(expected);
});
