import { fragmentsOf } from '../../shared/notify/fragments.ts';
import type { Channel, Variant } from '../notice/notice.ts';
import { type CouncilWords, hoursInWords } from './council-words.ts';
import { inWords, isPlainRef, refInWords } from './in-words.ts';
import type { NoticeTypeEntry, Wording } from './types.ts';

/** What a message says: the template's name in Notify, the values for its placeholders, and who it is from. */
export type Words = {
  template: string;
  personalisation: Record<string, string>;
  /** Notify's id of the sender whose number can be replied to, where the words ask for a reply. */
  sms_sender_id?: string;
};

type Said = {
  channel: Channel;
  variant: Variant;
  first_name: string;
  /** What fills placeholders, by the family's own names. */
  values: Record<string, string>;
};

type From = { entry: NoticeTypeEntry; council: CouncilWords };

/** Letters, with the marks that stand in names. A field that holds anything else is no name to greet someone by. */
const NAME = /^\p{L}[\p{L}\p{M}'’. -]*$/u;

/**
 * Chooses the wording: of those for the channel and variant, in the catalogue's order, the first whose every placeholder has a
 * value and which, as a text, fits into one fragment together with the council's name that Notify puts in front. So a name
 * or a reference that is too long, or has a letter that would make a text of 70 characters, is done without.
 * @throws Error if the notice type has no wording that says only what is known
 */
export function wordsFor(said: Said, { entry, council }: From): Words {
  // A letter is its own pages: what stands here is only what its line is stopped by.
  if (said.channel === 'letter') return { template: `${entry.type}.letter`, personalisation: {} };
  const values = valuesOf(said, council);
  const sayable = entry.wordings.filter(
    (each) =>
      each.channel === said.channel &&
      each.variant === said.variant &&
      !(each.invites_reply && council.reply_sender_id === null) &&
      placeholdersOf(each).every((name) => name === GIVEN_AT_SENDING || values[name]),
  );
  const fits = ({ body }: Wording) =>
    said.channel !== 'sms' || fragmentsOf(`${council.council_name}: ${fill(body, values)}`) === 1;
  // The last is short enough whatever it says: better two fragments than nobody told.
  const chosen = sayable.find(fits) ?? sayable.at(-1);
  if (!chosen) throw new Error(`${entry.type} has no ${said.variant} wording by ${said.channel} for what is known`);
  const names = placeholdersOf(chosen).filter((name) => name !== GIVEN_AT_SENDING);
  return {
    template: chosen.template,
    personalisation: Object.fromEntries(names.map((name) => [name, values[name] ?? ''])),
    ...(chosen.invites_reply && council.reply_sender_id && { sms_sender_id: council.reply_sender_id }),
  };
}

/** A document itself is put in where it is read: when it is sent. */
const GIVEN_AT_SENDING = 'file';

function valuesOf({ channel, first_name, values: given }: Said, council: CouncilWords): Record<string, string> {
  const { ref, ...values } = inWords(given, council);
  const name = first_name.normalize('NFC').trim(); // an accent that stands by itself is no letter of GSM's
  return {
    phone: council.phone,
    council: council.council_name,
    website: council.website,
    openingHours: hoursInWords(council.opening_hours),
    ...(NAME.test(name) && name.length <= 100 && { firstName: name }),
    ...values,
    ...(ref !== undefined && (channel === 'email' || isPlainRef(ref)) && { ref: refInWords(ref) }),
  };
}

const PLACEHOLDER = /\(\((\w+)\)\)/g;

/** The names that a wording has a place for: nothing else goes to Notify. */
const placeholdersOf = ({ subject, body }: Pick<Wording, 'subject' | 'body'>): string[] => [
  ...new Set([...`${subject ?? ''} ${body}`.matchAll(PLACEHOLDER)].map((each) => each[1] as string)),
];

const fill = (body: string, values: Record<string, string>) =>
  body.replace(PLACEHOLDER, (_, name) => values[name] ?? '');
