import type { Status } from '../../../functions/notices/ledger/run-sums.ts';
import type { Tone } from './words.ts';

/** Where the notice of a row is now. What is open is told apart: it waits for its time, or it is on its way. */
export type RowStatus = Exclude<Status, 'open'> | 'scheduled' | 'in_progress' | 'nothing_due';

/** What a filter may ask for besides: every notice, and every open one. */
export const GROUPS: Readonly<Record<string, readonly RowStatus[]>> = {
  open: ['scheduled', 'in_progress'],
  notices: ['scheduled', 'in_progress', 'delivered', 'failed', 'held', 'too_late', 'cancelled'],
};

export const STATUS_WORDS: Readonly<Record<RowStatus, [words: string, tone: Tone]>> = {
  scheduled: ['Scheduled', 'waiting'],
  in_progress: ['In progress', 'waiting'],
  delivered: ['Delivered', 'good'],
  failed: ['Failed', 'bad'],
  held: ['Held', 'waiting'],
  too_late: ['Too late', 'quiet'],
  cancelled: ['Cancelled', 'quiet'],
  nothing_due: ['Nothing due', 'quiet'],
};
