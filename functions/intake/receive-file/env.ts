/** What this function needs to be told. Its construct supplies exactly these. */
export const ENV = ['CLOCK_SHIFT_MS', 'INBOX_BUCKET', 'LAYOUT_SOURCES', 'SOURCES_SECRET'] as const;
