// sanitise_content_for: personalisation of emails that strangers wrote loses its links and its markdown
// (api v2/notifications/post_notifications.py).
import { serverFault } from '../errors.ts';
import { nameKey } from '../wordings/field.ts';

const W = '[\\p{L}\\p{N}_]';
const BOUNDARY = `(?:(?<=${W})(?!${W})|(?<!${W})(?=${W}))`;
const LINK = new RegExp(
  `${BOUNDARY}(?<![@.])(?:https?:\\/\\/)?(?:[\\p{L}\\p{N}_-]+\\.)+[a-z]{2,63}(?!@)${BOUNDARY}(?:[/?#][^<\\s]*)?`,
  'giu',
);

const withoutLinks = (text: string): string =>
  text.replace(LINK, (link) => (/^[a-zA-Z0-9.-]+$/.test(link) ? link.replaceAll('.', '. ') : ''));

const sanitise = (text: string): string => withoutLinks(text).replace(/[`*_()\\{}[\]<>#+\-.!|]/g, '\\$&');

export type Sanitised = {
  personalisation: Record<string, unknown>;
  /** What changed, as the API reports it. */
  report: Record<string, { unsanitised: unknown; sanitised: unknown }>;
};

/** Names that are no text, and values that are no text, are a TypeError of the real server. */
export function sanitiseFor(names: unknown, personalisation: Record<string, unknown>): Sanitised {
  const report: Sanitised['report'] = {};
  if (!Array.isArray(names) || Object.keys(personalisation).length === 0) return { personalisation, report };
  const wanted = new Set(
    names.map((name) => {
      if (name !== null && typeof name !== 'string') throw serverFault('TypeError');
      return name === null ? null : nameKey(name);
    }),
  );
  const entries = Object.entries(personalisation).map(([name, value]): [string, unknown] => {
    if (!wanted.has(nameKey(name))) return [name, value];
    if (typeof value !== 'string') throw serverFault('TypeError');
    const sanitised = sanitise(value);
    if (sanitised !== value) report[name] = { unsanitised: value, sanitised };
    return [name, sanitised];
  });
  return { personalisation: Object.fromEntries(entries), report };
}
