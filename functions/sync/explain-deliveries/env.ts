/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'SYNC_TABLE',
  'REGISTER_TABLE',
  'OFFICERS_SECRET',
  'REFERENCE_KEY_SECRET',
  'SUBSCRIBERS',
  'MAY_HAVE',
] as const;
