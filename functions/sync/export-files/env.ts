/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'SYNC_TABLE',
  'REGISTER_TABLE',
  'FILES',
  'OUTBOX_BUCKET',
  'REFERENCE_KEY_SECRET',
] as const;
