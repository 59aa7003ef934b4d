// A template with its values filled in: what the API answers as body and subject, and whether it may be sent.
import { badRequest } from '../errors.ts';
import type { TemplateVersion, World } from '../world/world.ts';
import { filledBody, fillIn, missingNames, placeholdersOf, type Values } from './field.ts';
import { LONGEST_TEXT, textContent } from './sms-content.ts';
import { niceTypography } from './typography.ts';

/** Two million bytes of UTF-8: SES's own limit, halved for the HTML copy (notifications-utils template.py). */
const LARGEST_EMAIL = 2_000_000;

export type Content = { body: string; subject: string | null };

const NAMED_REFERENCES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", pound: '£' };

function unescapeReferences(text: string): string {
  return text.replace(/&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(\w{1,32}));/g, (whole, decimal, hex, name) => {
    if (name) return NAMED_REFERENCES[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** Letter headings come back as HTML: notifications-utils escape_html, which keeps &amp; and &nbsp; as they are. */
export const escapeHtml = (text: string): string =>
  text
    .split(/(&nbsp;|&amp;)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : unescapeReferences(part).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');

/** The names a template asks for, in the order in which the API lists them. */
export const placeholdersOfTemplate = (template: TemplateVersion): string[] =>
  template.type === 'letter'
    ? placeholdersOf(template.letter_contact_block, template.subject, template.body)
    : placeholdersOf(template.type === 'email' ? template.subject : null, template.body);

export function requireValues(template: TemplateVersion, values: Values): void {
  const missing = missingNames(placeholdersOfTemplate(template), values);
  if (missing.length > 0) throw badRequest(`Missing personalisation: ${missing.join(', ')}`);
}

export function contentOf(template: TemplateVersion, values: Values, settings: World['settings']): Content {
  const letters = settings.sms_letters;
  if (template.type === 'sms') return { body: textContent(template.body, values, { letters }), subject: null };
  const escaping = template.type === 'letter' ? escapeHtml : undefined;
  return {
    body: filledBody(template.body, values),
    subject: niceTypography(fillIn(template.subject ?? '', values, 'sentence', escaping)),
  };
}

/** Texts are empty when nothing is left of them; emails and letters only if a template of placeholders comes to nothing. */
export function refuseEmpty(template: TemplateVersion, content: Content): void {
  const canBeEmpty =
    template.type === 'sms' || template.body === '' || (template.body.startsWith('((') && template.body.endsWith('))'));
  if (canBeEmpty && content.body === '') throw badRequest('Your message is empty.');
}

export function refuseTooLong(template: TemplateVersion, content: Content): void {
  if (template.type === 'sms' && content.body.length > LONGEST_TEXT) {
    throw badRequest(
      `Your message is too long. Text messages cannot be longer than ${LONGEST_TEXT} characters. Your message is ${content.body.length} characters long.`,
    );
  }
  const bytes = template.type === 'email' ? Buffer.byteLength(content.body) : 0;
  if (bytes > LARGEST_EMAIL) {
    throw badRequest(
      `Your message is too long. Emails cannot be longer than ${LARGEST_EMAIL} bytes. Your message is ${bytes} bytes.`,
    );
  }
}
