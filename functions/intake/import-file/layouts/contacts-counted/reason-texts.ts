import { COLUMNS, MOST_CHARACTERS, MOST_ROWS } from '../../../../../contracts/files/contacts-counted.ts';
import { ANY, LISTED, namesOf, type Texts, textsOf } from '../../reader/reason-texts.ts';
import type { Reject } from '../../reader/reject.ts';
import { rejectText } from '../../reader/reject-texts.ts';
import type { Counts } from './read-counts.ts';

const OF_COUNTS: Texts<Pick<Counts, 'control' | 'not_csv'>> = {
  ...ANY,
  'header-missing': () => `The first line must be the header ${namesOf(COLUMNS)}. Add it.`,
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

export const reasonText = textsOf(OF_COUNTS);

const ASKS = {
  'before-from': 'The day in the column to must not be before the day in the column from.',
  'in-future': 'The day in the column to must have come: what lies ahead cannot have been counted.',
  duplicate: 'The same service, channel, days and revision stand in an earlier row: each may stand in one row only.',
};

export const rowText = (reject: Reject): string => rejectText({ columns: COLUMNS, asks: ASKS }, reject);
