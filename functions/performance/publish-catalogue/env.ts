/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'API_URL',
  'LAYOUTS',
  'PUBLISHER',
  'SITE_BUCKET',
  'SITE_POINTER',
  'SYSTEMS',
  'TOLD',
] as const;
