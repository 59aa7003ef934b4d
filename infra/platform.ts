import type { Council, Stage } from './config/types.ts';
import type { Alarms } from './constructs/alarms.ts';
import type { FactBus } from './constructs/fact-bus.ts';
import type { Secret } from './constructs/secret.ts';
import type { DeadLetters } from './constructs/work-queue.ts';

/** What every construct of one stack needs to know or to reach. */
export type Platform = {
  council: Council;
  stage: Stage;
  alarms: Alarms;
};

/** What the capabilities of one stack share. */
export type Shared = Platform & {
  bus: FactBus;
  /** Events that no queue would take. */
  undelivered: DeadLetters;
  /** `SETTINGS`, as JSON. */
  settings: string;
  referenceKey: Secret;
  notifySecret: Secret;
};

/** The variables that every function has. */
export const ownVariables = ({ council, stage }: Platform) => ({
  COUNCIL: council.id,
  CLOCK_SHIFT_MS: String(stage.clock_shift_ms),
});
