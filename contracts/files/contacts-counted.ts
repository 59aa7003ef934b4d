import { type Column, count, date, oneOf, serviceName } from './forms.ts';

/**
 * Counts of contacts as a file, version 1: one row is one `council.contacts.contacts-counted.v1`. Columns may stand in any
 * order; others are ignored. A last line `TRAILER,<number of rows>,<sum of contacts>` is checked where there is one; without
 * it the last row must end its line, or the file counts as cut short.
 */
export const COLUMNS: readonly Column[] = [
  { name: 'service', required: 'value', form: serviceName },
  {
    name: 'channel',
    required: 'value',
    form: oneOf('telephone', 'face_to_face', 'email', 'self_serve', 'sms', 'post'),
  },
  { name: 'from', required: 'value', form: date },
  { name: 'to', required: 'value', form: date },
  { name: 'contacts', required: 'value', form: count },
  { name: 'revision', required: 'value', form: count },
];

/** Whose files these are: the same source as that of the events, so that a file may correct what was sent as an event. */
export const SOURCE = 'contact-centre';

/** Twenty services by six channels for a year of days. A file is kept in memory. */
export const MOST_ROWS = 50_000;

/** Rows with many more columns than ours take more memory than their number tells. */
export const MOST_CHARACTERS = 10_000_000;
