import type { Variant } from '../notice/notice.ts';
import type { Wording } from './types.ts';

export type Mail = { subject: string; mail: string };

/** What one notice type says by text and by email, without a greeting. */
export type Words = Mail & {
  /** By the end of the template's name, the fullest first: the first that fits into one fragment is sent. */
  texts: Readonly<Record<string, string>>;
  /** Whether the text of this end asks for an answer. */
  invites?: (end: string) => boolean;
  /** Emails for where something that the first says is not known, by the end of the template's name. */
  other_mails?: Readonly<Record<string, Mail>>;
};

type Of = { stem: string; variant: Variant };

const named = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('.');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const textOf = (
  { stem, variant }: Of,
  { end, body, invites }: { end: string; body: string } & Pick<Words, 'invites'>,
) =>
  ({
    template: named(stem, 'sms', end),
    channel: 'sms',
    variant,
    subject: null,
    body,
    ...(invites?.(end) && { invites_reply: true }),
  }) satisfies Wording;

/** An email without a name: all there is of a document, which goes by email or as a letter. */
export const emailOf = ({ stem, variant }: Of, { subject, mail }: Mail, end = ''): Wording => ({
  template: named(stem, 'email', end),
  channel: 'email',
  variant,
  subject,
  body: `Hello,\n\n${mail}`,
});

/** Without a name, for people who are nobody in our books. */
export const plainWordings = (of: Of, { texts, invites, other_mails = {}, ...mail }: Words): Wording[] => [
  ...Object.entries(texts).map(([end, text]) => textOf(of, { end, body: capital(text), invites })),
  emailOf(of, mail),
  ...Object.entries(other_mails).map(([end, each]) => emailOf(of, each, end)),
];

/** Each with the first name, and without. A text begins with a small letter: "Hi Samantha, we've sent you …". */
export const greetedWordings = (of: Of, { texts, ...mail }: Pick<Words, 'texts' | keyof Mail>): Wording[] => [
  ...Object.entries(texts).flatMap(([end, text]): Wording[] => [
    textOf(of, { end, body: `Hi ((firstName)), ${text}` }),
    textOf(of, { end: named(end, 'no-name'), body: capital(text) }),
  ]),
  { ...emailOf(of, mail), body: `Hello ((firstName)),\n\n${mail.mail}` },
  emailOf(of, mail, 'no-name'),
];
