// Rules with a ScheduleExpression, and EventBridge Scheduler's schedules. They run in real time.

import { parseSchedule, type Schedule } from './cron.ts';
import { inputFor } from './event-input.ts';
import { scheduledEvent, type Target, targetsOf } from './event-router.ts';
import type { Stack } from './stack.ts';
import type { Deliver } from './targets.ts';
import { TemplateRefused } from './template.ts';

type Entry = { logicalId: string; schedule: Schedule; fire(at: Date): void };

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Starts every schedule of the stack. @returns what stops them. */
export function startSchedules(
  stack: Stack,
  deliver: Deliver,
  onEvent: (event: { kind: string; [key: string]: unknown }) => void,
): { stop(): void } {
  const timers = new Map<Entry, NodeJS.Timeout>();
  const arm = (entry: Entry) => {
    const next = entry.schedule.next(Date.now());
    if (next === undefined) return;
    const wait = next - Date.now();
    const timer = setTimeout(
      () => {
        if (wait <= LONGEST_TIMER_MS) {
          onEvent({ kind: 'schedule', logicalId: entry.logicalId });
          entry.fire(new Date(next));
        }
        arm(entry);
      },
      Math.min(wait, LONGEST_TIMER_MS),
    );
    timers.set(entry, timer);
  };
  for (const entry of readSchedules(stack, deliver)) arm(entry);
  return {
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

function readSchedules(stack: Stack, deliver: Deliver): Entry[] {
  const problems: string[] = [];
  const entries: Entry[] = [];
  const started = Date.now();
  for (const resource of stack.ofType('AWS::Events::Rule', 'AWS::Scheduler::Schedule')) {
    const { logicalId, type, properties } = resource;
    const expression = properties['ScheduleExpression'];
    if (typeof expression !== 'string' || properties['State'] === 'DISABLED') continue;
    const { name, attributes } = stack.identity(logicalId);
    const arn = attributes['Arn'] ?? '';
    try {
      const schedule = within(
        parseSchedule(expression, String(properties['ScheduleExpressionTimezone'] ?? 'UTC'), started),
        properties,
      );
      const isRule = type === 'AWS::Events::Rule';
      const targets = isRule ? targetsOf(resource) : [properties['Target'] as Target];
      const fire = (at: Date) => {
        for (const target of targets) {
          const event = scheduledEvent(isRule ? 'aws.events' : 'aws.scheduler', arn, at);
          deliver(target, withContext(inputFor(target, event, { name, arn }), { arn, at, id: event.id }));
        }
      };
      entries.push({ logicalId, schedule, fire });
    } catch (error) {
      problems.push(`${logicalId} (${type}): ScheduleExpression: ${(error as Error).message}`);
    }
  }
  if (problems.length) throw new TemplateRefused(problems);
  return entries;
}

/** Scheduler's StartDate and EndDate bound a schedule. */
function within(schedule: Schedule, properties: Record<string, unknown>): Schedule {
  const start = properties['StartDate'] ? Date.parse(String(properties['StartDate'])) : Number.NEGATIVE_INFINITY;
  const end = properties['EndDate'] ? Date.parse(String(properties['EndDate'])) : Number.POSITIVE_INFINITY;
  return {
    next: (after) => {
      const next = schedule.next(Math.max(after, start - 1));
      return next !== undefined && next <= end ? next : undefined;
    },
  };
}

/** The context attributes that Scheduler fills in in a target's input. */
function withContext(input: string, run: { arn: string; at: Date; id: string }): string {
  const values: Record<string, string> = {
    'schedule-arn': run.arn,
    'scheduled-time': run.at.toISOString().replace(/\.\d+Z$/, 'Z'),
    'execution-id': run.id,
    'attempt-number': '1',
  };
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (found, name: string) => values[name] ?? found);
}
