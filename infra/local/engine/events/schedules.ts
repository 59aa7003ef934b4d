// Rules with a ScheduleExpression, and EventBridge Scheduler's schedules. They run by the clock that the engine is given.

import type { Gate } from '../grants/gate.ts';
import type { Stack } from '../stack/stack.ts';
import { TemplateRefused } from '../stack/template.ts';
import type { State } from '../state.ts';
import { parseSchedule, type Schedule } from './cron.ts';
import { inputFor } from './event-input.ts';
import { scheduledEvent, type Target, targetsOf } from './event-router.ts';
import type { Deliver } from './targets.ts';

type Entry = { logicalId: string; schedule: Schedule; everyWhile: boolean; fire(at: Date): void };

export type ScheduleDeps = {
  deliver: Deliver;
  gate: Gate;
  state: State;
  /** Milliseconds since 1970. It may be ahead of the machine's clock, and goes at its pace. */
  now: () => number;
  onEvent(event: { kind: string; [key: string]: unknown }): void;
};

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export type Schedules = {
  stop(): void;
  /** The clock was moved on: what came due meanwhile fires once. */
  clockMoved(): void;
  /** When the next schedule comes due that does not fire every while; undefined if none does. */
  nextAt(): number | undefined;
};

/**
 * Starts every schedule of the stack. AWS never sleeps; this machine does, so what came due since the engine last ran
 * fires once at the start, and what fires every while (`rate`) fires in any case: work that waits need not wait longer.
 * @throws TemplateRefused
 */
export function startSchedules(stack: Stack, deps: ScheduleDeps): Schedules {
  const { state, now } = deps;
  const timers = new Map<Entry, NodeJS.Timeout>();
  const fire = (entry: Entry, at: number) => {
    state.save({ schedules: { ...state.saved.schedules, [entry.logicalId]: at } });
    deps.onEvent({ kind: 'schedule', logicalId: entry.logicalId });
    entry.fire(new Date(at));
  };
  // A timer may ring a millisecond before the clock says so: what has fired must not come out as the next one again.
  const arm = (entry: Entry, fired = 0) => {
    const next = entry.schedule.next(Math.max(fired, now()));
    if (next === undefined) return;
    const wait = next - now();
    const due = wait <= LONGEST_TIMER_MS;
    const timer = setTimeout(
      () => {
        if (due) fire(entry, next);
        arm(entry, due ? next : fired);
      },
      Math.min(wait, LONGEST_TIMER_MS),
    );
    timers.set(entry, timer);
  };
  const entries = readSchedules(stack, deps);
  const takeUp = (rung: boolean) => {
    const at = now();
    for (const entry of entries) {
      const before = state.saved.schedules[entry.logicalId];
      const missed = before !== undefined && (entry.schedule.next(before) ?? Number.POSITIVE_INFINITY) <= at;
      if (missed || (entry.everyWhile && rung)) fire(entry, at);
      else if (before === undefined) state.save({ schedules: { ...state.saved.schedules, [entry.logicalId]: at } });
      arm(entry);
    }
  };
  const stop = () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
  takeUp(state.resumed);
  return {
    stop,
    clockMoved() {
      stop();
      takeUp(false);
    },
    nextAt() {
      const due = entries.filter(({ everyWhile }) => !everyWhile).map(({ schedule }) => schedule.next(now()));
      const known = due.filter((each) => each !== undefined);
      return known.length > 0 ? Math.min(...known) : undefined;
    },
  };
}

function readSchedules(stack: Stack, { deliver, gate, now }: ScheduleDeps): Entry[] {
  const problems: string[] = [];
  const entries: Entry[] = [];
  const started = now();
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
      if (!isRule) mayDeliver(gate, { logicalId, target: targets[0] as ScheduleTarget });
      const fire = (at: Date) => {
        for (const target of targets) {
          const event = scheduledEvent(isRule ? 'aws.events' : 'aws.scheduler', arn, at);
          deliver(target, withContext(inputFor(target, event, { name, arn }), { arn, at, id: event.id }));
        }
      };
      entries.push({ logicalId, schedule, everyWhile: expression.startsWith('rate'), fire });
    } catch (error) {
      const where = error instanceof NotAllowed ? 'Target.RoleArn' : 'ScheduleExpression';
      problems.push(`${logicalId} (${type}): ${where}: ${(error as Error).message}`);
    }
  }
  if (problems.length) throw new TemplateRefused(problems);
  return entries;
}

class NotAllowed extends Error {}

type ScheduleTarget = Target & { DeadLetterConfig?: { Arn?: string } };

/** Scheduler delivers in the name of a role, to its target and to where undelivered events go. */
function mayDeliver(gate: Gate, { logicalId, target }: { logicalId: string; target: ScheduleTarget }): void {
  const arns = [target.Arn, target.DeadLetterConfig?.Arn].filter((arn) => arn !== undefined);
  const needs = arns.map((resource) => ({
    action: resource.startsWith('arn:aws:lambda:') ? 'lambda:InvokeFunction' : 'sqs:SendMessage',
    resource,
  }));
  const refusal = gate.missing(logicalId, needs);
  if (refusal) throw new NotAllowed(`the role ${refusal.role} does not let it deliver: ${refusal.message}`);
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
