/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'SYNC_TABLE',
  'SUBSCRIBERS',
  'DELIVER_QUEUE_URLS',
  'EXPORT_QUEUE_URL',
] as const;
