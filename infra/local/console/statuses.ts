import type { Channel } from '../../../contracts/channels.ts';
import type { Status } from '../../../contracts/officers/sums.ts';
import type { Tone } from './words.ts';

/** Where the notice of a row is now. What is open is told apart: it waits for its time or a person, or is on its way. */
export type RowStatus = Exclude<Status, 'open'> | 'scheduled' | 'in_progress' | 'set_aside' | 'nothing_due';

/** What is open, told apart: only a notice that is set aside waits for a person. */
export function statusNow({ status, state }: { status: Status; state: string | null }): RowStatus {
  if (status !== 'open') return status;
  if (state === 'set-aside') return 'set_aside';
  return state === 'planned' ? 'scheduled' : 'in_progress';
}

/** What a filter may ask for besides: every notice, and every open one. */
export const GROUPS: Readonly<Record<string, readonly RowStatus[]>> = {
  open: ['scheduled', 'in_progress', 'set_aside'],
  notices: ['scheduled', 'in_progress', 'set_aside', 'delivered', 'failed', 'held', 'too_late', 'cancelled'],
};

/** Of a letter nobody says that it arrived. */
export const statusName = (status: RowStatus, channel: Channel | undefined): string =>
  channel === 'letter' && status === 'delivered' ? 'Posted' : STATUS_WORDS[status][0];

export const STATUS_WORDS: Readonly<Record<RowStatus, [words: string, tone: Tone]>> = {
  scheduled: ['Scheduled', 'waiting'],
  in_progress: ['In progress', 'waiting'],
  set_aside: ['Waiting for an officer', 'bad'],
  delivered: ['Delivered', 'good'],
  failed: ['Failed', 'bad'],
  held: ['Held', 'waiting'],
  too_late: ['Too late', 'quiet'],
  cancelled: ['Cancelled', 'quiet'],
  nothing_due: ['Nothing due', 'quiet'],
};
