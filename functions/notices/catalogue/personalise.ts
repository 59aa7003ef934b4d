import { fragmentsOf } from '../../shared/notify/fragments.ts';
import type { Channel, Variant } from '../notice/notice.ts';
import { type NoticeTypeEntry, wordingOf } from './types.ts';

/** What a message says: the template's name in Notify and the values for its placeholders. */
export type Words = { template: string; personalisation: Record<string, string> };

type Said = {
  channel: Channel;
  variant: Variant;
  first_name: string;
  /** What fills placeholders, by the family's own names. */
  values: Record<string, string>;
};

type From = { entry: NoticeTypeEntry; council: { council_name: string; phone: string } };

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
 * @throws Error if the notice type has no wording for the channel
 */
export function wordsFor(said: Said, { entry, council }: From): Words {
  const values = { phone: council.phone, council: council.council_name, ...said.values };
  const name = said.first_name.normalize('NFC').trim(); // an accent that stands by itself is no letter of GSM's
  const named = wordingOf(entry, { ...said, named: true });
  if (named && NAME.test(name) && name.length <= 100) {
    const withName = { ...values, firstName: name };
    const text = `${council.council_name}: ${fill(named.body, withName)}`;
    if (said.channel === 'email' || fragmentsOf(text) === 1)
      return { template: named.template, personalisation: used(named, withName) };
  }
  const plain = wordingOf(entry, { ...said, named: false });
  if (!plain) throw new Error(`${entry.type} has no ${said.variant} wording by ${said.channel} without a name`);
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
