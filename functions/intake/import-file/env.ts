import { DOOR_ENV } from '../door-deps.ts';

/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [...DOOR_ENV, 'IMPORT_QUEUE_URL', 'LAYOUTS', 'SNAPSHOTS_BUCKET'] as const;
