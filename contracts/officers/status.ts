import * as z from 'zod';
import type { WaitingRun } from './brake.ts';

/** A switch that is on. `template` is null where everything is stopped. */
export type StopView = {
  kind: 'officer' | 'set-up' | 'copy' | 'template';
  template: string | null;
  by: string;
  /** Null where nobody was there to see it: a table that was made from a copy is stopped from its first moment. */
  at: string | null;
  reason: string;
};

/** `GET /officers/status` */
export type StatusView = {
  council: string;
  council_name: string;
  /** What this stage sends. */
  sending: 'live' | 'allow-list' | 'shadow';
  /** Empty while everything may be sent. */
  stops: StopView[];
  /** The older state that was put back, while GOV.UK Notify is asked for each notice before it is posted. */
  restored: { since: string; at: string; by: string; reason: string } | null;
  /** Runs that are far from what was expected and wait for an officer; those with the earliest last days first. */
  waiting_runs: WaitingRun[];
  /** What an operator has yet to put in. */
  not_set_up: 'notify-api-key'[];
  /** What is due and has no slot yet, and how long the first of it has waited. */
  overdue: { notices: number; waited_seconds: number };
  now: string;
};

/** Why an officer does something, for their colleagues. */
export const reasonGiven = z.object({ reason: z.string().trim().min(1).max(300) });
export type ReasonGiven = z.input<typeof reasonGiven>;

/** `POST /officers/restored`: of when the state is that was put back. Answers with `ResumedView`. */
export const restoredSince = reasonGiven.extend({ since: z.iso.datetime({ offset: true }) });
export type RestoredSince = z.input<typeof restoredSince>;

/** `POST /officers/stop`; or `copied`: this state is a copy, and nothing goes out until it is said of when. Both with `reasonGiven`. */
export type StoppedView = Pick<StatusView, 'stops'>;

/** `POST /officers/resume`: which switch to turn off. */
export const switchNamed = z.union(
  [
    z.object({ kind: z.enum(['officer', 'set-up']).default('officer'), template: z.undefined().optional() }),
    z.object({ kind: z.literal('template'), template: z.string().trim().min(1).max(300) }),
  ],
  { error: 'say which switch: {"kind": "officer"}, {"kind": "set-up"} or {"kind": "template", "template": NAME}' },
);
export type SwitchNamed = z.input<typeof switchNamed>;

/** Whether that switch was on, and which others still are. */
export type ResumedView = { lifted: boolean; stops: StopView[] };
