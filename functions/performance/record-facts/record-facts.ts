import { londonDate } from '../../shared/calendar/london.ts';
import type { Now } from '../../shared/clock.ts';
import { inFlight } from '../../shared/in-flight.ts';
import { done, type Outcome, rejected } from '../../shared/outcome.ts';
import { together } from '../../shared/together.ts';
import type { Fact, FactsCouncil, Problem } from '../facts/fact.ts';
import { factsOf } from '../facts/from-event.ts';
import { objectsOf } from '../facts/objects.ts';
import type { FactStore } from '../facts/store.ts';

/** More than a batch of messages brings. */
const EVENTS_TOGETHER = 10_000;
const WRITES_AT_ONCE = 20;
/** A worker's messages hand their facts out a few at a time: one object is to hold them all. */
const LINGER_MS = 40;

export type Deps = {
  /** Keeps the facts of a message together with those of the other messages that are handled at the same time. */
  keep: (facts: Fact[]) => Promise<void>;
  council: FactsCouncil;
  now: Now;
  /** Says of an event that no fact can be made of it. */
  tell: (problem: Problem) => void;
};

/** Writes the facts of one batch as one object for each measure and day. */
export const keepTogether = (store: Pick<FactStore, 'write'>): Deps['keep'] =>
  together<Fact[], void>(
    EVENTS_TOGETHER,
    async (batch) => {
      await inFlight(objectsOf(batch.flat()), WRITES_AT_ONCE, store.write);
      return batch.map(() => undefined);
    },
    LINGER_MS,
  );

/**
 * Keeps what an event on the bus tells of performance. The day on which it is recorded is the clock's: told again on
 * another day, it is the same fact under the earlier day.
 */
export async function recordFacts({ keep, council, now, tell }: Deps, event: unknown): Promise<Outcome> {
  const { facts, problems } = factsOf(event, londonDate(now()), [council]);
  const [problem] = problems;
  if (problem) {
    tell(problem);
    return rejected(problem.code);
  }
  if (facts.length > 0) await keep(facts);
  return done;
}
