import { bare, withoutMarks } from './marks.ts';

/** What may stand between the digits of a number, beside spaces. Nothing else is taken away. */
const FILLING = /[().-]/g;
const UK_MOBILE = /^(?:\+44|0044|44)?0?(7\d{9})$/;

/**
 * A UK mobile as `+447` and nine digits, or null. Repairs spaces and dashes of any kind, marks without width, brackets,
 * dots, `(0)`, `0044`, `44`, `+44` and a lost leading zero; nothing else. 070 numbers are personal numbers and 076 numbers pagers, but for 07624, which
 * is the Isle of Man's mobiles (Ofcom's numbering plan). The drama range 07700 900000 to 900999 is valid.
 * @param written as the back office holds it; spaces around it do not matter.
 */
export function normaliseMobile(written: string): string | null {
  const national = UK_MOBILE.exec(bare(written).replace(FILLING, ''))?.[1];
  if (national === undefined || national.startsWith('70')) return null;
  if (national.startsWith('76') && !national.startsWith('7624')) return null;
  return `+44${national}`;
}

const LOCAL_PART = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const LONGEST_EMAIL = 320;

/**
 * An email with its domain in lower case and without marks that take no room, or null if it cannot be one. The local part is kept as it is: who owns it may
 * tell capitals apart.
 */
export function normaliseEmail(written: string): string | null {
  const email = withoutMarks(written).trim();
  const at = email.indexOf('@');
  if (at < 1 || email.length > LONGEST_EMAIL || email.includes('..')) return null;
  const [local, domain] = [email.slice(0, at), email.slice(at + 1)];
  return LOCAL_PART.test(local) && DOMAIN.test(domain) ? `${local}@${domain.toLowerCase()}` : null;
}
