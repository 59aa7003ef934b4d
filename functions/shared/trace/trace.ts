/** Works on a fact as a part of the function's trace, under the fact's id where it has one of ours. */
export type Followed = <T>(fact: unknown, work: () => Promise<T>) => Promise<T>;

/** Leaves in the function's trace which facts it put on the bus. */
export type Noted = (facts: readonly unknown[]) => void;

/** An id that Crier made: 22 characters of a keyed hash. Any other could be what somebody wrote, and is in no trace. */
const OURS = /^[\w-]{22}$/;

/** The id by which a fact is found in traces; null where it has none that may stand there. */
export function idOf(fact: unknown): string | null {
  const id = typeof fact === 'object' && fact !== null && 'id' in fact ? fact.id : null;
  return typeof id === 'string' && OURS.test(id) ? id : null;
}
