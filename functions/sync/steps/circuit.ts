import { afterTry, type Circuit, type Ended } from '../rules/circuit.ts';
import type { SyncStore } from '../store/ports.ts';

/** Ends of tries, as the circuit counts them: what it was before, and is now. */
export type NoteEnds = (subscriber: string, ended: Ended) => Promise<{ before: Circuit; after: Circuit }>;

/** Notes ends in their order, by one write; none where they change nothing. */
export async function noteEnds(
  store: Pick<SyncStore, 'circuit' | 'putCircuit'>,
  { subscriber, ends, chance }: { subscriber: string; ends: Ended[]; chance: number },
): Promise<{ before: Circuit; after: Circuit }> {
  for (;;) {
    const before = await store.circuit(subscriber);
    const noted = ends.reduce((circuit, ended) => afterTry(circuit, ended, chance), before);
    if (noted === before) return { before, after: before };
    const after = { ...noted, version: before.version + 1 };
    if (await store.putCircuit(subscriber, after)) return { before, after };
  }
}
