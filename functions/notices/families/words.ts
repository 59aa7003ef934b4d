import { londonDate } from '../../shared/calendar/london.ts';
import { dayToActBy } from '../../shared/calendar/phone-line.ts';
import { dayInWords } from '../catalogue/days-in-words.ts';
import type { Notice } from '../notice/notice.ts';

/** A legal day to act by, as a notice says it: one on which somebody answers. */
export const dayToAct = (legal: string, { due_at }: Pick<Notice, 'due_at'>): string =>
  dayInWords(dayToActBy(legal, londonDate(due_at)));
