import { randomBytes } from 'node:crypto';
import type { Kind, Values } from './secrets.ts';

/** What is asked of a rotation: to begin it or go on with it, to end it, or to go back. */
export type Step = 'begin' | 'finish' | 'back';

/**
 * `begun`: both values count. `under-way`: they did already, and nothing changes. `finished`, `gone-back`: one counts.
 * `none`: there is no rotation to end, and nothing changes. `first`: there was no value.
 */
export type Outcome = 'begun' | 'under-way' | 'finished' | 'gone-back' | 'none' | 'first';

export type Stepped = { outcome: Outcome; values: Values };

/**
 * One step, safe to ask for again: who stopped half way asks once more, and sees the same new value.
 * @param made a new value, for when one is needed
 */
export function stepped(values: Values, step: Step, made: () => string): Stepped {
  const [first, second] = values;
  if (step === 'begin') {
    if (first === undefined) return { outcome: 'first', values: [made()] };
    return second === undefined ? { outcome: 'begun', values: [made(), first] } : { outcome: 'under-way', values };
  }
  if (first === undefined || second === undefined) return { outcome: 'none', values };
  return step === 'finish' ? { outcome: 'finished', values: [first] } : { outcome: 'gone-back', values: [second] };
}

/** A value of a kind. Tokens say whose stack they are for, so that one that is used elsewhere is known for what it is. */
export function madeFor(kind: Kind, stack: string): string {
  if (kind === 'subscribers') return `whsec_${randomBytes(32).toString('base64')}`;
  return `${stack}.${randomBytes(32).toString('base64url')}`;
}

/** The stack that a token of ours was made for; null of one that does not say. */
export const stackOfToken = (token: string): string | null =>
  /^(crier-[a-z0-9-]+)\.[\w-]{43}$/.exec(token)?.[1] ?? null;
