/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'EVENT_BUS',
  'INTAKE_TABLE',
  'REGISTER_TABLE',
  'REFERENCE_KEY_SECRET',
  'OPEN311',
  'OPEN311_SECRET',
] as const;
