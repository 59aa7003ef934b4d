// The day that is being made up.

/** The London day, YYYY-MM-DD. */
export let TODAY = '';
export const beginDay = (day: string): void => {
  TODAY = day;
};

/** The bill year that everything of the week is about. */
export const YEAR = '2026-27';
/** So many days before today; a negative number is days after. */
export const daysBefore = (days: number): string => dayAt(Date.parse(TODAY) - days * 86_400_000);
export const dayAt = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
