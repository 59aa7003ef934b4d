/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'EVENT_BUS',
  'NOTICES_TABLE',
  'DECISIONS_TABLE',
  'REGISTER_TABLE',
  'SETTINGS',
  'SEND_QUEUE_URL',
  'RELEASE_QUEUE_URL',
] as const;
