/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = ['COUNCIL', 'CLOCK_SHIFT_MS', 'REQUESTS_TABLE', 'OPEN311', 'RESPONSIBLE'] as const;
