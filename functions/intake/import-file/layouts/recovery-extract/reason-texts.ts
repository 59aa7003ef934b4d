import type { Column } from '../../../../../contracts/files/forms.ts';
import type { LayoutIn } from '../../../../../contracts/files/layout.ts';
import {
  COLUMNS,
  LEGAL_DAYS_TO_PAY,
  LONGEST_FIELD,
  MOST_LIABLE,
  PAY_BY_TOO_EARLY,
} from '../../../../../contracts/files/recovery-extract.ts';
import { ANY, LISTED, namesOf, type Texts, textsOf } from '../../reader/reason-texts.ts';
import type { Reject } from '../../reader/reject.ts';
import { rejectText } from '../../reader/reject-texts.ts';
import { inPounds } from '../../reader/trailer.ts';
import type { Extract } from './read-extract.ts';

const requiredOf = (columns: readonly Pick<Column, 'name' | 'required'>[]): string =>
  namesOf(columns.filter(({ required }) => required !== 'no'));

const EXTRACT: Texts<Pick<Extract, 'control' | 'not_csv'> & { layouts: readonly LayoutIn[] }> = {
  ...ANY,
  // A file that no layout knows is read as an extract, and refused as one.
  'header-missing': ({ layouts }) => {
    const known = [{ layout: 'recovery-extract', columns: COLUMNS }, ...layouts];
    const headers = known.map(({ layout, columns }) => `for ${layout} ${requiredOf(columns)}`).join('; ');
    return `The first line is not the header of a layout that Crier knows. Its columns must be named there, with commas between them: ${headers}.`;
  },
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

export const reasonText = textsOf(EXTRACT);

const ASKS = {
  'too-many': `Rows of one account and bill year must be at most ${MOST_LIABLE}. Those before it are taken.`,
  'too-long': `The fields of a row must be short: at most ${LONGEST_FIELD} characters each, fewer in some columns.`,
  duplicate: 'The same account_ref, person_ref and bill_year stand in an earlier row: each may stand in one row only.',
};

export const rowText = (reject: Reject): string => rejectText({ columns: COLUMNS, asks: ASKS }, reject);

/** Of rows whose texts wait for their pay-by date. */
export const WAITING = {
  code: PAY_BY_TOO_EARLY,
  text: `pay_by is earlier than the law allows, which is ${LEGAL_DAYS_TO_PAY} days after stage_date or later. The texts of these rows wait until a newer file gives a date that the posted notice may give.`,
};
