import type { Now } from '../../shared/clock.ts';
import { done, type Outcome, retry } from '../../shared/outcome.ts';
import { asOfFor, type Command } from '../publication/as-of.ts';
import { type Deps as Publishing, publishDatasets } from './publish-datasets.ts';

export type Deps = Publishing & {
  now: Now;
  say: (word: string, about: Record<string, unknown>) => void;
  /** Someone is woken by these words. */
  alarm: (word: string, error: unknown) => void;
};

/** A run that was overtaken looks again at once: a message that went back would wait for an hour. */
const LOOKS = 3;

/** Publishes what a message asks for. A failure wakes someone and is tried again; readers keep the former release. */
export async function publishOnCommand(deps: Deps, command: Command): Promise<Outcome> {
  try {
    const asOf = asOfFor(command, deps.now());
    for (let look = 0; look < LOOKS; look += 1) {
      const { kind, digest } = await publishDatasets(deps, { asOf });
      deps.say(`release-${kind}`, { digest, as_of: asOf });
      if (kind !== 'overtaken') return done;
    }
    return retry('overtaken');
  } catch (error) {
    deps.alarm('release-failed', error);
    throw error;
  }
}
