import type { Span } from './ports.ts';

/** The month of an instant in UTC, `YYYY-MM`. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** The months that a span touches, in their order. */
export function monthsIn({ from, to }: Span): string[] {
  const months: string[] = [];
  const month = new Date(`${monthOf(from)}-01T00:00:00Z`);
  for (; month.getTime() <= to; month.setUTCMonth(month.getUTCMonth() + 1)) months.push(monthOf(month.getTime()));
  return months;
}
