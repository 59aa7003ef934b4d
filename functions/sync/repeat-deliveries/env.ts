/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'SYNC_TABLE',
  'OFFICERS_SECRET',
  'SUBSCRIBER_NAMES',
  'ARCHIVE_ARN',
  'BUS_ARN',
  'REPLAY_RULE_ARN',
] as const;
