import { DOOR_ENV } from '../door-deps.ts';

/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [...DOOR_ENV, 'OPEN311', 'OPEN311_SECRET'] as const;
