import { COLUMNS as COUNTS, MOST_CHARACTERS, MOST_ROWS } from '../../../../contracts/files/contacts-counted.ts';
import { LONGEST_RECORD } from '../../../../contracts/files/forms.ts';
import { COLUMNS } from '../../../../contracts/files/recovery-extract.ts';
import type { Counts } from '../layouts/contacts-counted/read-counts.ts';
import { inPounds } from '../layouts/recovery-extract/extract-reader.ts';
import type { Extract } from '../layouts/recovery-extract/read-extract.ts';
import type { CsvFault } from './csv.ts';
import type { FileKind } from './file-kind.ts';

// What is wrong with a file, where, and what its sender should do.

const named = (columns: typeof COLUMNS): string => columns.map(({ name }) => name).join(',');
const EXTRACT_HEADER = named(COLUMNS.filter(({ required }) => required !== 'no'));

const NOT_CSV: Readonly<Record<CsvFault, string>> = {
  'quote-in-field':
    'has a double quote inside a field that does not begin with one. Put double quotes around the whole field, and write each quote inside it twice',
  'after-quote':
    'has text between a closing double quote and the next comma. Put the whole field between quotes, and write each quote inside it twice',
  'never-closed': 'has an opening double quote that is never closed. Close it, or take it away',
  'lone-return':
    'has a carriage return that is not followed by a line feed. End each line with a line feed, or with both, and put fields with line breaks between double quotes',
  'no-end': `begins a row of more than ${LONGEST_RECORD} characters. A double quote on that line is probably never closed: close it, or take it away`,
};

const KINDS: Readonly<Record<FileKind, string>> = {
  'utf-16': 'is in UTF-16. Save it as CSV in UTF-8',
  gzip: 'is compressed (gzip). Send the CSV itself',
  zip: 'is a zip archive, or a spreadsheet such as xlsx. Take the CSV out of the archive, or save the sheet as CSV',
  pdf: 'is a PDF. Send the CSV that it was made from',
  xls: 'is an old Excel workbook or another Office file. Save the sheet as CSV',
};

type Word<About> = (about: About, after: string) => string;
type Texts<About> = Readonly<Record<string, Word<About>>>;
type Place = Pick<Extract, 'not_csv'>;

/** What may be wrong with a file of any layout. */
const ANY: Texts<Place> = {
  'header-missing': () =>
    `The first line is not the header of a layout that Crier knows. Its columns must be named there, with commas between them: for a recovery extract at least ${EXTRACT_HEADER}; for a file of counts ${named(COUNTS)}.`,
  'encoding-utf-16': () => `The file ${KINDS['utf-16']} and send it again.`,
  'not-text': (_, kind) => `The file ${KINDS[kind as FileKind]}, and send it again.`,
  'column-missing': (_, column) =>
    `The header has no column ${column}. Add it, spelt exactly so, in small letters; where the layout allows it, its fields may be empty.`,
  'column-twice': (_, column) => `The header has the column ${column} more than once. Keep one of them.`,
  'not-csv': ({ not_csv }) =>
    not_csv ? `Line ${not_csv.line} ${NOT_CSV[not_csv.fault]}. Then send the file again.` : 'The file is not CSV.',
};

const LISTED = 'Rows that could not be read are in the reject report: they may be why.';

const EXTRACT: Texts<Pick<Extract, 'control' | 'not_csv'>> = {
  ...ANY,
  'trailer-missing': () =>
    'The last line must be TRAILER,<number of rows>,<sum of balance>, in capitals, once and with nothing more. Another line stands there, or further lines follow it. The file may be cut off: send it again in full.',
  'trailer-count': ({ control: { count, trailer_count } }) =>
    `The trailer counts ${trailer_count ?? 'an unreadable number of'} rows, the file has ${count}. Rows are missing or doubled: send the file again in full.`,
  'trailer-sum': ({ control: { sum_pence, trailer_sum } }) =>
    `The trailer's sum is ${trailer_sum ?? 'no figure'}, the balances add up to ${inPounds(sum_pence)}. Send the file again with the right amounts. ${LISTED}`,
  'extract-id-differs': () => 'Rows of more than one extract are in the file. Send each extract in a file of its own.',
  'extract-id-too-long': () => 'The extract_id is longer than 200 characters. Send the file again with a shorter one.',
  'already-imported': () =>
    'This extract_id was imported before, or is being imported, from another file or version. Nothing was changed. A new extract needs a new extract_id.',
};

const OF_COUNTS: Texts<Pick<Counts, 'control' | 'not_csv'>> = {
  ...ANY,
  'header-missing': () => `The first line must be the header ${named(COUNTS)}. Add it.`,
  'trailer-missing': () =>
    'The last line begins with TRAILER and goes on otherwise than TRAILER,<number of rows>,<sum of contacts>. Mend it and send the file again.',
  'cut-short': () =>
    'The last line does not end, so the file may be cut off: send it again in full, best with a last line TRAILER,<number of rows>,<sum of contacts>.',
  'trailer-count': ({ control: { count } }) =>
    `The trailer counts other rows than the ${count} that are here. Rows are missing or doubled: send the file again in full.`,
  'trailer-sum': ({ control: { sum_contacts } }) =>
    `The contacts add up to ${sum_contacts}, and the trailer says otherwise. Send the file again with the right counts. ${LISTED}`,
  'too-many-rows': () => `The file has more than ${MOST_ROWS} rows. Send it in several files.`,
  'too-large': () =>
    `The file has more than ${MOST_CHARACTERS} characters. Leave out other columns, or send it in several files.`,
};

const reading =
  <About>(texts: Texts<About>) =>
  (code: string, about: About): string => {
    const [word = '', after = ''] = code.split(':');
    return texts[word]?.(about, after) ?? code;
  };

export const reasonText = reading(EXTRACT);
export const countsReasonText = reading(OF_COUNTS);
