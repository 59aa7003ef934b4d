import type { LayoutIn } from '../../../../../contracts/files/layout.ts';
import { ANY, LISTED, namesOf, type Texts, textsOf } from '../../reader/reason-texts.ts';
import type { Reject } from '../../reader/reject.ts';
import { rejectText } from '../../reader/reject-texts.ts';
import type { Counted } from './read-records.ts';
import { columnsOf, LONGEST_FIELD } from './row-form.ts';

type About = Pick<Counted, 'rows' | 'sum' | 'not_csv'> & { layout: LayoutIn };

/** The last line as it must be. */
const trailerIn = ({ trailer }: LayoutIn): string =>
  trailer === 'rows' ? 'TRAILER,<number of rows>' : `TRAILER,<number of rows>,<sum of ${trailer.sum}>`;

const TEXTS: Texts<About> = {
  ...ANY,
  'header-missing': ({ layout }) => `The first line must be the header ${namesOf(columnsOf(layout))}. Add it.`,
  'trailer-missing': ({ layout }) =>
    `The last line must be ${trailerIn(layout)}, in capitals, once and with nothing more. Another line stands there, or further lines follow it. The file may be cut off: send it again in full.`,
  'cut-short': ({ layout }) =>
    `The last line does not end, so the file may be cut off: send it again in full, best with a last line ${trailerIn(layout)}.`,
  'loses-too-much': ({ layout }) =>
    `More than ${layout.kind === 'snapshot' ? layout.lose_percent : 0} in a hundred records of the last snapshot are not in this one, so nothing of it was taken. If that is right, an officer releases it; else send the whole snapshot again.`,
  'already-imported': () => 'A file of these very bytes was taken before. Nothing was changed.',
  'trailer-count': ({ rows }) =>
    `The trailer counts other rows than the ${rows} that are here. Rows are missing or doubled: send the file again in full.`,
  'trailer-sum': ({ sum }) =>
    `The rows add up to ${sum}, and the trailer says otherwise. Send the file again with the right figures. ${LISTED}`,
};

export const reasonText = textsOf(TEXTS);

/** What must stand in a row that was refused. */
export function rowTextOf(layout: LayoutIn): (reject: Reject) => string {
  const columns = columnsOf(layout);
  const key = layout.key?.join(', ') ?? '';
  const rules = {
    columns,
    asks: {
      'too-long': `The fields of a row must be short: at most ${LONGEST_FIELD} characters each, fewer in some columns.`,
      duplicate: `The same ${key} stand in another row: each may stand in one row only.`,
    },
  };
  return (reject) => {
    const { column, reason } = reject;
    if (reason === 'in-future') return `${column} must have come: what lies ahead cannot have happened.`;
    if (reason.startsWith('before-')) return `${column} must not be before ${reason.slice('before-'.length)}.`;
    return rejectText(rules, reject);
  };
}
