/** The last instant that has thirteen digits: in the year 2286. Whatever comes after it counts as this. */
const LAST = 9_999_999_999_999;

/** Instants in milliseconds, as text that sorts. */
export const sortable = (at: number): string => String(Math.min(at, LAST)).padStart(13, '0');
