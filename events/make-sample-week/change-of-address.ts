// One resident moves, and tells the council once. What other systems call her was told before.
import { at } from './facts.ts';

const PERSON = 'P701177';

/** Ids of their own: the week's other events keep theirs. */
const told = (id: string, type: string, sequence: string, time: string, data: object) => ({
  specversion: '1.0',
  id: `move-${id}`,
  source: 'residents-portal',
  type: `council.residents.${type}.v1`,
  time: at(time),
  sequence,
  datacontenttype: 'application/json',
  data: { person_ref: PERSON, ...data },
});

const SYSTEMS = { 'my-stockton': 'MS-88213', 'care-for-your-area': 'CFYA-40217', libraries: 'LIB-0093117', 'electoral-roll': 'ER-40391' };

const linked = ([system, system_ref]: [string, string], i: number) =>
  told(`link-${i + 1}`, 'identity-linked', String(i + 1), '14:00:00', { system, system_ref, linked_at: at('09:00:00') });

const contact = (id: string, sequence: string, channel: string, to: unknown) =>
  told(id, 'contact-changed', sequence, '14:00:00', { first_name: 'Zoë', channel, to, status: 'verified', changed_at: at('13:59:00') });

/** As she is known before she moves, and the move. */
export const changeOfAddress = () => ({
  'afternoon/1-as-she-is-known.ndjson': [
    ...Object.entries(SYSTEMS).map(linked),
    contact('text', '5', 'sms', '07700 900717'),
    contact('email', '6', 'email', 'zoe.specimen@example.org'),
    contact('post', '7', 'post', { lines: ['3 Mock Court', 'Norton'], postcode: 'TS0 2BQ' }),
  ],
  'afternoon/2-she-moves.ndjson': [
    told('move', 'address-changed', '8', '14:05:00', {
      to: { lines: ['12 Sample Close', 'Thornaby'], postcode: 'TS0 1AA' },
      move_date: '2026-10-12',
      changed_at: at('14:04:00'),
    }),
  ],
});
