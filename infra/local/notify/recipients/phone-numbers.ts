// Which phone numbers the API takes (notifications-utils recipient_validation/phone_number.py, on libphonenumber's data).
import { type CountryCode, Metadata, parsePhoneNumberWithError } from 'libphonenumber-js/max';
import { toPrintableAscii } from '../wordings/sms-content.ts';
import diallingCodes from './data/dialling-codes.json' with { type: 'json' };

export type PhoneFault =
  | 'too-short'
  | 'too-long'
  | 'unknown-character'
  | 'unsupported-country'
  | 'not-uk-mobile'
  | 'invalid';

/** The texts of the faults; the API puts `phone_number ` in front where the body's form is checked. */
export const PHONE_FAULTS: Record<PhoneFault, string> = {
  'too-short': 'Not enough digits',
  'too-long': 'Too many digits',
  'unknown-character': 'Must not contain letters or symbols',
  'unsupported-country': 'Not a valid country prefix',
  'not-uk-mobile': 'Not a UK mobile number',
  invalid: 'Number is not valid – double check the phone number you entered',
};

export type PhoneNumber = {
  /** Digits with country code, no plus: `447700900123`. */
  normalised: string;
  /** Begins with +44: crown dependencies too. */
  uk: boolean;
  /** A fixed line (or a number that could be one) in the UK. */
  landline: boolean;
  /** Anything but Great Britain and Northern Ireland: crown dependencies too. */
  international: boolean;
  crownDependency: boolean;
  prefix: string;
  multiplier: number;
  /** Whether the country's networks return delivery receipts. */
  receipts: boolean;
};

export type PhoneResult = { ok: true; number: PhoneNumber } | { ok: false; fault: PhoneFault };

type Rate = { multiplier: number; receipts: boolean };
const RATES = new Map<string, Rate>(
  diallingCodes.rates.flatMap(({ prefixes, multiplier, receipts }) =>
    prefixes.split(' ').map((prefix): [string, Rate] => [prefix, { multiplier, receipts }]),
  ),
);

const ALLOWED_CHARACTERS = /^[\t-\r 0-9()\-+\u180e\u200b-\u200d\u2060\ufeff\u2028\u2029\u00a0\u202f]*$/;
// Inside a number libphonenumber knows fewer kinds of white space than Notify lets through.
const VIABLE = /^(?:\d{2}|\+*(?:[- \u00a0\u200b\u2060()]*\d){3,})$/;
const ALLOWED_TYPES = new Set(['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE', 'UAN', 'PERSONAL_NUMBER']);
const LANDLINE_TYPES = new Set(['FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'UAN']);

type Parsed = ReturnType<typeof parsePhoneNumberWithError>;

function libraryParse(text: string, region: 'GB' | undefined): Parsed | undefined {
  const candidate = text.replace(/^[^+\d]+/, '').replace(/[^\d]+$/, '');
  if (!VIABLE.test(candidate)) return undefined;
  const digits = (candidate.startsWith('+') ? '+' : '') + candidate.replace(/\D/g, '');
  try {
    return parsePhoneNumberWithError(digits, { defaultCountry: region as CountryCode | undefined, extract: false });
  } catch {
    return undefined;
  }
}

// Numbers that can only be dialled within their area, such as eight digits in the UK.
const LOCAL_LENGTHS = new Map(
  diallingCodes.local_lengths.flatMap(({ lengths, calling_codes: codes }) =>
    codes.split(' ').map((code): [string, number[]] => [code, lengths]),
  ),
);

type Length = 'possible' | 'local-only' | 'too-short' | 'too-long' | 'invalid';

/** Only the length counts here, against all lengths that the country's plan knows. */
function lengthOf(number: Parsed): Length {
  const plan = new Metadata();
  // A calling code is taken as well as a country, and stands for the plan's main country, though the types do not say so.
  plan.selectNumberingPlan(number.countryCallingCode as string as CountryCode);
  const lengths: number[] = plan.numberingPlan?.possibleLengths() ?? [];
  const length = number.nationalNumber.length;
  if (LOCAL_LENGTHS.get(number.countryCallingCode)?.includes(length)) return 'local-only';
  if (lengths.includes(length)) return 'possible';
  if (length < Math.min(...lengths)) return 'too-short';
  return length > Math.max(...lengths) ? 'too-long' : 'invalid';
}

/** Ofcom's numbers for drama, which libphonenumber does not know; the server's own pattern is as wide as this. */
const isDramaNumber = (number: Parsed): boolean => /^7700\d/.test(number.nationalNumber);

type Attempt = { ok: true; parsed: Parsed } | { ok: false; fault: PhoneFault };

function attempt(text: string): Attempt {
  if (!ALLOWED_CHARACTERS.test(text)) return { ok: false, fault: 'unknown-character' };
  if (text === '') return { ok: false, fault: 'too-short' };
  let parsed = libraryParse(text, 'GB');
  if (!parsed) return { ok: false, fault: 'invalid' };
  const length = lengthOf(parsed);
  if (length !== 'possible') {
    // Spreadsheets lose the plus of international numbers, so what is no UK number is tried with one.
    const forced = libraryParse(`+${text}`, undefined);
    if (!forced || !['possible', 'local-only'].includes(lengthOf(forced))) {
      return { ok: false, fault: length === 'local-only' ? 'too-short' : length };
    }
    parsed = forced;
  }
  const fit = parsed.isValid() && ALLOWED_TYPES.has(parsed.getType() ?? '');
  return fit || isDramaNumber(parsed) ? { ok: true, parsed } : { ok: false, fault: 'invalid' };
}

function prefixOf(parsed: Parsed): string {
  const withArea = parsed.number.slice(1, 5);
  return parsed.countryCallingCode === '1' && RATES.has(withArea) ? withArea : parsed.countryCallingCode;
}

function describe(parsed: Parsed): PhoneNumber {
  const drama = isDramaNumber(parsed);
  const international = parsed.country !== 'GB' && !drama;
  const uk = parsed.countryCallingCode === '44';
  const prefix = prefixOf(parsed);
  const rate = RATES.get(prefix) ?? { multiplier: 1, receipts: false };
  return {
    normalised: parsed.number.slice(1),
    uk,
    landline: uk && LANDLINE_TYPES.has(parsed.getType() ?? ''),
    international,
    crownDependency: uk && !drama && parsed.country !== 'GB',
    prefix,
    multiplier: international ? rate.multiplier : 1,
    receipts: !international || rate.receipts,
  };
}

/** Parses a number as the server does: as typed first, then without plus signs and leading zeros. */
export function parsePhone(text: string): PhoneResult {
  let found = attempt(text);
  if (!found.ok) found = attempt(toPrintableAscii(text.replaceAll('+', '').replace(/^0+/, '')));
  return found.ok ? { ok: true, number: describe(found.parsed) } : found;
}

/** The fault that the form of a body shows, with every permission given. */
export function phoneFormFault(text: string): PhoneFault | undefined {
  const result = parsePhone(text);
  if (!result.ok) return result.fault;
  return RATES.has(result.number.prefix) ? undefined : 'unsupported-country';
}

/** A sender as the API answers it: digits with country code if it is a phone number, else as it is. */
export function senderAsAnswered(sender: string): string {
  const result = parsePhone(sender);
  return result.ok ? result.number.normalised : sender;
}
