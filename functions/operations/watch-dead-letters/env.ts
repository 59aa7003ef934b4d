/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = ['COUNCIL', 'CLOCK_SHIFT_MS', 'DEAD_LETTER_QUEUE_URLS'] as const;
