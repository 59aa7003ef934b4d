import type { Column } from '../../../../contracts/files/forms.ts';
import { COLUMNS, LONGEST_FIELD, MOST_LIABLE } from '../../../../contracts/files/recovery-extract.ts';
import type { Reject } from '../layouts/recovery-extract/scratch.ts';

type Rejected = Pick<Reject, 'column' | 'reason'>;

/** What should be there instead of what refuses a row, where that does not come from the column alone. */
const WORDS: Readonly<Record<string, string>> = {
  'field-count':
    'The row must have as many fields as the header has columns. A comma inside a value needs double quotes.',
  'too-many': `Rows of one account and bill year must be at most ${MOST_LIABLE}. Those before it are taken.`,
  'too-long': `The fields of a row must be short: at most ${LONGEST_FIELD} characters each, fewer in some columns.`,
  'before-from': 'The day in the column to must not be before the day in the column from.',
  'in-future': 'The day in the column to must have come: what lies ahead cannot have been counted.',
};

/** For the sender of a file: what must stand in a row that was refused. */
export function rejectText(columns: readonly Column[], { column, reason }: Rejected): string {
  if (reason === 'duplicate') return REPEATED[columns === COLUMNS ? 'extract' : 'counts'];
  const form = columns.find(({ name }) => name === column)?.form;
  const known = WORDS[reason];
  if (known || !form) return known ?? reason;
  return reason === 'empty'
    ? `${column} must not be empty: it must be ${form.says}.`
    : `${column} must be ${form.says}.`;
}

const REPEATED = {
  extract: 'The same account_ref, person_ref and bill_year stand in an earlier row: each may stand in one row only.',
  counts: 'The same service, channel, days and revision stand in an earlier row: each may stand in one row only.',
};
