import { fragmentsOf } from '../../shared/notify/fragments.ts';
import type { Channel, NoticeType, Variant } from '../notice/notice.ts';
import { wordingOf } from './catalogue.ts';

/** What a message says: the template's name in Notify and the values for its placeholders. */
export type Words = { template: string; personalisation: Record<string, string> };

type Said = {
  type: NoticeType;
  channel: Channel;
  variant: Variant;
  first_name: string;
  /** London days. */
  due_date: string;
  last_day: string;
};

/** Letters, with the marks that stand in names. A field that holds anything else is no name to greet someone by. */
const NAME = /^\p{L}[\p{L}\p{M}'’. -]*$/u;

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `2026-09-30` as "30 September". */
export function dayInWords(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]}`;
}

/**
 * Chooses the wording: with the first name if there is one, and, in a text, if all of it fits in one fragment together
 * with the council's name that Notify puts in front. Every wording is longer than a fragment of UTF-16, so a name with a
 * letter outside GSM never fits.
 */
export function wordsFor(said: Said, council: { council_name: string; phone: string }): Words {
  const values = {
    phone: council.phone,
    council: council.council_name,
    dueDate: dayInWords(said.due_date),
    payBy: dayInWords(said.last_day),
  };
  const name = said.first_name.normalize('NFC').trim(); // an accent that stands by itself is no letter of GSM's
  const named = wordingOf(said.type, { ...said, named: true });
  const filled = fill(named.body, { ...values, firstName: name });
  const fits = said.channel === 'email' || fragmentsOf(`${council.council_name}: ${filled}`) === 1;
  if (NAME.test(name) && name.length <= 100 && fits)
    return { template: named.template, personalisation: used(named, { ...values, firstName: name }) };
  const plain = wordingOf(said.type, { ...said, named: false });
  return { template: plain.template, personalisation: used(plain, values) };
}

const PLACEHOLDER = /\(\((\w+)\)\)/g;

const fill = (body: string, values: Record<string, string>) =>
  body.replace(PLACEHOLDER, (_, name) => values[name] ?? '');

/** Only what the wording has a place for goes to Notify. */
function used({ subject, body }: { subject: string | null; body: string }, values: Record<string, string>) {
  const names = [...`${subject ?? ''} ${body}`.matchAll(PLACEHOLDER)].map((each) => each[1] as string);
  return Object.fromEntries(names.map((name) => [name, values[name] ?? '']));
}
