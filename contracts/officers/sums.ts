import type { Books } from './ledger.ts';

/** Where a notice stands now, in the words that officers have on every page, in every command and in every report. */
export const STATUSES = {
  delivered: 'delivered',
  failed: 'failed',
  held: 'held',
  too_late: 'too late',
  cancelled: 'cancelled',
  open: 'open',
} as const;
export type Status = keyof typeof STATUSES;
const ALL = Object.keys(STATUSES) as Status[];

export type NoticeSums = { notices: number } & Record<Status, number>;

/** What became of the rows of one file. Each is unreadable, has nothing due, is not decided on yet, or has a notice. */
export type RunSums = NoticeSums & { rows: number; unreadable: number; nothing_due: number; undecided: number };

export const noSums = (): NoticeSums => ({
  notices: 0,
  ...(Object.fromEntries(ALL.map((status) => [status, 0])) as Record<Status, number>),
});

/** The sums of a ledger, of everything or of one run. */
export const sumsOf = (books: Omit<Books, 'faults'>): NoticeSums => ({
  notices: books.planned,
  delivered: books.delivered,
  failed: books.failed,
  held: books.blocked,
  too_late: books.expired,
  cancelled: books.cancelled,
  open: books.open,
});

const number = (count: number) => count.toLocaleString('en-GB');
const counted = (count: number, one: string) => `${number(count)} ${count === 1 ? one : `${one}s`}`;

/** "267 notices = 162 delivered + 1 failed + 101 held + 3 too late + 0 cancelled + 0 open" */
export const noticesLine = (sums: NoticeSums): string =>
  `${counted(sums.notices, 'notice')} = ${ALL.map((each) => `${number(sums[each])} ${STATUSES[each]}`).join(' + ')}`;

/** The one line that reconciles a run: "296 rows = 2 unreadable + 27 nothing due + 267 notices; 267 notices = …" */
export function runLine(sums: RunSums): string {
  const { rows, unreadable, nothing_due, undecided, notices } = sums;
  const parts = [`${number(unreadable)} unreadable`, `${number(nothing_due)} nothing due`, counted(notices, 'notice')];
  if (undecided !== 0) parts.push(`${number(undecided)} not decided yet`);
  return `${counted(rows, 'row')} = ${parts.join(' + ')}; ${noticesLine(sums)}`;
}

/** Whether both sums come out. */
export const reconciles = (sums: RunSums): boolean =>
  sums.undecided >= 0 &&
  sums.rows === sums.unreadable + sums.nothing_due + sums.undecided + sums.notices &&
  sums.notices === ALL.reduce((total, status) => total + sums[status], 0);
