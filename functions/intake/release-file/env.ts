/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = ['COUNCIL', 'CLOCK_SHIFT_MS', 'INTAKE_TABLE', 'IMPORT_QUEUE_URL', 'OFFICERS_SECRET'] as const;
