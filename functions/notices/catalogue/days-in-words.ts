import { weekday } from '../../shared/calendar/london.ts';

const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `2026-09-30` as "30 September". */
export function dateInWords(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]}`;
}

/** `2026-09-30` as "Wednesday 30 September": of every day on which, or by which, somebody is to do something. */
export const dayInWords = (date: string): string => `${DAYS[weekday(date) - 1]} ${dateInWords(date)}`;
