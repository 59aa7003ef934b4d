// Which email addresses the API takes (notifications-utils recipient_validation/email_address.py).
import { domainToASCII } from 'node:url';
import { stripObscure } from '../wordings/field.ts';

const ADDRESS = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@([^.@][^@\s]+)$/;
const HOST_PART = /^(xn|[a-z0-9]+)(-?-[a-z0-9]+)*$/i;
const TOP_LEVEL = /^([a-z]{2,63}|xn--([a-z0-9]+-)*[a-z0-9]+)$/i;
const LONGEST_ADDRESS = 320;
const LONGEST_HOST = 253;

/** Whether an address is valid; outer white space and invisible characters do not count. */
export function isEmailAddress(raw: string): boolean {
  const address = stripObscure(raw);
  const written = ADDRESS.exec(address)?.[1];
  if (written === undefined || [...address].length > LONGEST_ADDRESS || address.includes('..')) return false;
  // Of ASCII only what host names have: domainToASCII would read an address with slashes or colons as a URL.
  if (/[^a-z0-9.\-\u0080-\u{10ffff}]/iu.test(written)) return false;
  const host = /^[a-z0-9.-]*$/i.test(written) ? written : domainToASCII(written);
  const parts = host.split('.');
  if (host.length > LONGEST_HOST || parts.length < 2) return false;
  return parts.every((part) => part.length <= 63 && HOST_PART.test(part)) && TOP_LEVEL.test(parts.at(-1) ?? '');
}

/** How addresses are compared: trimmed and in lower case. */
export const comparableAddress = (address: string): string => stripObscure(address).toLowerCase();
