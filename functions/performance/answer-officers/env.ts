/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = ['COUNCIL', 'CLOCK_SHIFT_MS', 'FACTS_BUCKET', 'OFFICERS_SECRET', 'PUBLISH_QUEUE_URL'] as const;
