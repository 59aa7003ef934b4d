/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'NOTICES_TABLE',
  'DECISIONS_TABLE',
  'SETTINGS',
  'NOTIFY_URL',
  'NOTIFY_SECRET',
] as const;
