/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'SYNC_TABLE',
  'REGISTER_TABLE',
  'SUBSCRIBERS',
  'SUBSCRIBERS_SECRET',
  'OPEN311_SECRET',
  'REFERENCE_KEY_SECRET',
  'DELIVER_QUEUE_URLS',
] as const;
