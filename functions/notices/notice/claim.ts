import type { Key } from '../../shared/ids.ts';
import type { Notice } from './notice.ts';

const HOUR_MS = 3_600_000;

/** Within so many hours an address gets one notice among those of this name at most (S15). */
export type Cap = {
  hours: number;
  among: string;
  /** Whether a notice has its address from its planning on, or only so many hours before it is due. */
  from: 'planning' | 'due';
};

/**
 * What a notice takes to have an address to itself (S15): the address, or, where only the time around its going counts, the
 * address in one of the spans of time that are as long as the cap. Two in one span are always too near each other.
 */
export const claimOn = (cap: Cap, address: Key, due_at: number): Key =>
  cap.from === 'planning' ? address : inSpan(cap, address, spanOf(cap, due_at));

/** The spans beside its own, where one may be too near too. */
export function claimsBeside(cap: Cap, address: Key, due_at: number): Key[] {
  if (cap.from === 'planning') return [];
  const span = spanOf(cap, due_at);
  return [inSpan(cap, address, span - 1), inSpan(cap, address, span + 1)];
}

export const isTooNear = ({ hours }: Cap, one: number, other: number): boolean =>
  Math.abs(one - other) < hours * HOUR_MS;

/** What a notice has taken. */
export const claimOf = ({ claim, address }: Pick<Notice, 'claim' | 'address'>): Key => claim ?? address;

const spanOf = ({ hours }: Cap, at: number): number => Math.floor(at / (hours * HOUR_MS));
const inSpan = ({ among }: Cap, address: Key, span: number): Key => `${address}.${among}.${span}` as Key;
