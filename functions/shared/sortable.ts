/** Instants in milliseconds, as text that sorts: good until the year 2286. */
export const sortable = (at: number): string => String(at).padStart(13, '0');
