/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'EVENT_BUS',
  'REGISTER_TABLE',
  'REFERENCE_KEY_SECRET',
  'NOTIFY_SECRET',
  'TRACK_QUEUE_URL',
] as const;
