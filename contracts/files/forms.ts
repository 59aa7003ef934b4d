import { service } from '../events/contacts/contact.ts';
import { bare } from './marks.ts';

/** Why a value cannot be read, in the words of the reject report. */
type FaultWord = 'bad-date' | 'bad-time' | 'bad-amount' | 'bad-integer' | 'bad-code';

/** What reading a value gives when it cannot be read. Read values are never objects. */
export type Unreadable = { fault: FaultWord };

export type Value = string | number | boolean | null | Unreadable;

/**
 * How the values of a column are written. `read` is asked about trimmed values that are not empty; `says` is what should be
 * there, in words that go on from "must be".
 */
export type Form = {
  empty: Value;
  says: string;
  read: (written: string) => Value;
  /** As an event has it, where that is otherwise. */
  told?: (value: Value) => string;
};

/** A column of a layout. */
export type Column = {
  name: string;
  /** A value in every row; only in the header, so that a forgotten hold is never read as all clear; or not at all. */
  required: 'value' | 'header' | 'no';
  form: Form;
  /** Characters, when fewer than for any field. */
  longest?: number;
};

/** What the last line of a layout begins with. */
export const TRAILER = 'TRAILER';

/** A record longer than this is taken for a quote that was never closed. Characters. */
export const LONGEST_RECORD = 1_000_000;

export const isUnreadable = (value: Value): value is Unreadable => typeof value === 'object' && value !== null;

const BAD_DATE: Unreadable = { fault: 'bad-date' };
const BAD_TIME: Unreadable = { fault: 'bad-time' };
const BAD_AMOUNT: Unreadable = { fault: 'bad-amount' };
const BAD_INTEGER: Unreadable = { fault: 'bad-integer' };
const BAD_CODE: Unreadable = { fault: 'bad-code' };

/** No council is owed a billion pounds; above that a sum would no longer be exact. */
const MOST_PENCE = 100_000_000_000;
const REMEMBERED = 4096;

export const text: Form = { empty: '', says: 'text', read: (written) => written };

/** `Y`, `N` or empty, in either case. Anything else blocks, as if it were `Y`. */
export const flag: Form = {
  empty: false,
  says: 'Y, N or empty',
  read: (written) => written !== 'N' && written !== 'n',
};

/** `Y` or `N`, in either case: where neither may be guessed. */
const yesOrNo: Form = {
  empty: null,
  says: 'Y or N',
  read: (written) => (/^[yn]$/i.test(written) ? written.toUpperCase() === 'Y' : BAD_CODE),
};

/** Places in an order, of up to 15 digits: written as text, which holds them exactly. */
const sequence: Form = {
  empty: null,
  says: 'a whole number of up to 15 digits',
  read: (written) => (/^\d{1,15}$/.test(written) ? written : BAD_INTEGER),
};

export const integer: Form = {
  empty: null,
  says: 'a whole number from 1, such as 2',
  read: (written) => {
    const number = /^[1-9]\d*$/.test(written) ? Number(written) : Number.NaN;
    return Number.isSafeInteger(number) ? number : BAD_INTEGER;
  },
};

/** A whole number from 0, up to a thousand million. */
export const count: Form = {
  empty: null,
  says: 'a whole number from 0, such as 142',
  read: (written) => (/^(0|[1-9]\d{0,8})$/.test(written) ? Number(written) : BAD_INTEGER),
};

/** The name of a service, as in the events that tell of it. */
export const serviceName: Form = {
  empty: '',
  says: 'the name of a service like care-for-your-area: small letters, with hyphens between words and no long number',
  read: (written) => (service.safeParse(written).success ? written : BAD_CODE),
};

/** Pounds as written by people and systems, in pence; less than nothing with a minus before the digits or the `£`. */
export const pounds: Form = {
  empty: null,
  says: 'an amount in pounds such as 1234.50, with two digits of pence or none, and a minus before it for a credit',
  read: (written) => {
    const parts = /^(-?£?|£-)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d\d))?$/.exec(bare(written));
    if (!parts) return BAD_AMOUNT;
    const [, before = '', whole = ''] = parts;
    const pence = Number(withoutCommas(whole)) * 100 + Number(parts[3] ?? 0);
    if (pence > MOST_PENCE) return BAD_AMOUNT;
    return before.includes('-') && pence > 0 ? -pence : pence;
  },
};

/** `YYYY-MM-DD` or `DD/MM/YYYY`, as `YYYY-MM-DD`. */
export const date: Form = {
  empty: null,
  says: 'a day such as 2026-09-28 or 28/09/2026',
  read: remembering((written) => {
    const uk = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(written);
    const iso = uk ? `${uk[3]}-${uk[2]}-${uk[1]}` : written;
    return isDay(iso) ? iso : BAD_DATE;
  }),
};

/** ISO 8601 with an offset, as milliseconds since 1970. */
export const time: Form = {
  empty: null,
  says: 'a time with its offset such as 2026-09-29T03:00:00+01:00',
  read: remembering((written) => {
    const parts = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.exec(written);
    const instant = parts && isDay(parts[1] as string) ? Date.parse(written) : Number.NaN;
    return instant >= 0 && instant < Date.UTC(9999, 0) ? instant : BAD_TIME;
  }),
  told: (value) => new Date(value as number).toISOString(),
};

/** A council tax year: `2026-27`. */
export const billYear: Form = {
  empty: null,
  says: 'a council tax year such as 2026-27',
  read: remembering((written) => {
    const parts = /^(\d{4})-(\d\d)$/.exec(written);
    return parts && (Number(parts[1]) + 1) % 100 === Number(parts[2]) ? written : BAD_CODE;
  }),
};

/** One of a few codes, case-sensitive, or empty. */
export const oneOf = (...codes: string[]): Form => ({
  empty: '',
  says: `one of ${codes.join(', ')}, spelt so`,
  read: (written) => (codes.includes(written) ? written : BAD_CODE),
});

/** The forms that a layout may name. */
export const FORMS = {
  text,
  flag,
  'yes-or-no': yesOrNo,
  integer,
  count,
  sequence,
  pounds,
  date,
  time,
  'bill-year': billYear,
  'service-name': serviceName,
} as const satisfies Readonly<Record<string, Form>>;

/** Hardly any amount has one: looking first is far quicker. */
const withoutCommas = (text: string): string => (text.includes(',') ? text.replaceAll(',', '') : text);

function isDay(iso: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return false;
  const instant = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === iso;
}

/** A night's file says the same few dates and years a hundred thousand times. */
function remembering(read: (written: string) => Value): (written: string) => Value {
  const known = new Map<string, Value>();
  return (written) => {
    const before = known.get(written);
    if (before !== undefined) return before;
    const value = read(written);
    if (known.size >= REMEMBERED) known.clear();
    if (written.length <= 40) known.set(written, value);
    return value;
  };
}
