import type { Extract } from './read-extract.ts';

type Control = Extract['control'];

const TEXTS: Record<string, (control: Control, column: string) => string> = {
  'header-missing': () =>
    'The first line is not a header of this layout. Check that the columns are named there, with commas between them, in UTF-8 or Windows-1252.',
  'column-missing': (_, column) =>
    `The header has no column ${column}. Add it, spelt exactly so; it may be empty only where the layout allows it.`,
  'column-twice': (_, column) => `The header has the column ${column} more than once. Keep one of them.`,
  'trailer-missing': () =>
    'The last line is not TRAILER,<number of rows>,<sum of balance>. The file may be cut off: send it again in full.',
  'trailer-count': ({ count, trailer_count }) =>
    `The trailer counts ${trailer_count ?? 'an unreadable number of'} rows, the file has ${count}. Rows are missing or doubled: send the file again in full.`,
  'trailer-sum': ({ sum_pence, trailer_sum }) =>
    `The trailer's sum is ${trailer_sum ?? 'no figure'}, the balances add up to ${(sum_pence / 100).toFixed(2)}. Send the file again with the right amounts.`,
  'extract-id-differs': () => 'Rows of more than one extract are in the file. Send each extract in a file of its own.',
  'extract-id-too-long': () => 'The extract_id is longer than 200 characters. Send the file again with a shorter one.',
  'not-csv': () =>
    'The file is not CSV: a quote is never closed or stands inside a field that is not quoted, a line ends in a lone carriage return, or a row has no end. Mend the quoting and send it again.',
  'already-imported': () =>
    'This extract_id was imported before, or is being imported, from another file or version. Nothing was changed. A new extract needs a new extract_id.',
};

/** What is wrong with a file, where, and what its sender should do. */
export function reasonText(code: string, control: Control): string {
  const [word = '', column = ''] = code.split(':');
  return TEXTS[word]?.(control, column) ?? code;
}
