import type { Now } from '../../shared/clock.ts';
import type { Brake } from '../notice/brake.ts';
import type { NoticeStore } from '../store/ports.ts';

type Needs = { store: Pick<NoticeStore, 'putBrake' | 'openRun'>; now: Now };

/** The officer who decides, and why. */
type Word = { officer: string; reason: string };

/**
 * An officer lets the notices of a run that waits go, or ends them. The releaser does it: the run is seen to until that is done.
 * @returns null if another word came first
 */
export async function decideRun(
  { store, now }: Needs,
  waits: Brake,
  { verdict, word }: { verdict: 'released' | 'cancelled'; word: Word },
): Promise<Brake | null> {
  const decided: Brake = { ...waits, verdict, word: { ...word, at: now() }, version: waits.version + 1 };
  if (!(await store.putBrake(decided))) return null;
  await store.openRun(waits.run);
  return decided;
}
