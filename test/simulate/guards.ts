import type { Guard } from './guard.ts';
import { FAMILIES } from './guards-of-families.ts';
import { FOLLOWING } from './guards-of-following.ts';
import { SENDING } from './guards-of-sending.ts';

/** Every guard that is taken out to see that it is needed. */
export const GUARDS: readonly Guard[] = [...SENDING, ...FOLLOWING, ...FAMILIES];
