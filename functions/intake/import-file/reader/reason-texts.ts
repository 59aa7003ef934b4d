import type { Column } from '../../../../contracts/files/forms.ts';
import { LONGEST_RECORD } from '../../../../contracts/files/forms.ts';
import type { CsvFault } from './csv.ts';
import type { FileKind } from './file-kind.ts';

// What is wrong with a file, where, and what its sender should do.

/** Columns as a header names them. */
export const namesOf = (columns: readonly Pick<Column, 'name'>[]): string => columns.map(({ name }) => name).join(',');

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
export type Texts<About> = Readonly<Record<string, Word<About>>>;
type Place = { not_csv: { line: number; fault: CsvFault } | null };

/** What may be wrong with a file of any layout, but for its header. */
export const ANY: Texts<Place> = {
  'encoding-utf-16': () => `The file ${KINDS['utf-16']} and send it again.`,
  'not-text': (_, kind) => `The file ${KINDS[kind as FileKind]}, and send it again.`,
  'column-missing': (_, column) =>
    `The header has no column ${column}. Add it, spelt exactly so, in small letters; where the layout allows it, its fields may be empty.`,
  'column-twice': (_, column) => `The header has the column ${column} more than once. Keep one of them.`,
  'not-csv': ({ not_csv }) =>
    not_csv ? `Line ${not_csv.line} ${NOT_CSV[not_csv.fault]}. Then send the file again.` : 'The file is not CSV.',
};

export const LISTED = 'If the reject report lists rows that could not be read, they may be why.';

/** Reads a table of texts: what a reason's code means for a file, and what its sender should do. */
export const textsOf =
  <About>(texts: Texts<About>) =>
  (code: string, about: About): string => {
    const [word = '', after = ''] = code.split(':');
    return texts[word]?.(about, after) ?? code;
  };
