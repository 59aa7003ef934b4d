// Which postal addresses letters may go to (notifications-utils recipient_validation/postal_address.py).

import { invalid, serverFault } from '../errors.ts';
import { splitLines, str, truthy } from '../forms/python-values.ts';
import { closePunctuation, normaliseSpace, toPrintableAscii } from '../wordings/sms-content.ts';
import postal from './data/postal.json' with { type: 'json' };

export type Zone = 'united-kingdom' | 'europe' | 'rest-of-world';

const ZONES = new Map<string, Zone>(
  Object.entries(postal.zones).flatMap(([zone, lines]) =>
    lines.flatMap((line) => line.split(' ').map((name): [string, Zone] => [name, zone as Zone])),
  ),
);
const POSTCODE = new RegExp(
  `^(?:${postal.postcode_areas.join(' ').replaceAll(' ', '|')})[0-9][0-9A-Z]?[0-9][A-BD-HJLNP-UW-Z]{2}$`,
);
const BFPO = /^\s*bfpo\s*(?:c\/o)?(?:\s*(\d+))?\s*$/;
const LINE_KEYS = [1, 2, 3, 4, 5, 6].map((line) => `address_line_${line}`);

function countryKey(name: string): string {
  const plain = name
    .replace(/[&+]/g, 'and')
    .replace(/[ _\-'’,.()]/g, '')
    .toLowerCase();
  const ascii = toPrintableAscii(plain);
  return ascii.includes('?') ? plain : ascii;
}

/** The postal zone that a line names, if it is a country or territory (English or Welsh, many spellings). */
function zoneOf(line: string): Zone | undefined {
  if (/\p{Nd}/u.test(line)) return undefined;
  const found = ['', 'the ', 'yr ', 'y '].map((article) => ZONES.get(countryKey(article + line)));
  return found.find((zone) => zone !== undefined);
}

function postcodeIn(line: string | undefined): string | undefined {
  const postcode = (line ?? '').replace(/[\s\u180e\u200b-\u200d\u2060]/g, '').toUpperCase();
  return POSTCODE.test(postcode) ? `${postcode.slice(0, -3)} ${postcode.slice(-3)}` : undefined;
}

function trailingUkLines(lines: string[]): number {
  let count = 0;
  for (const line of lines.toReversed()) {
    const zone = zoneOf(line);
    if (zone === 'united-kingdom') count++;
    else if (zone !== undefined) break;
  }
  return count;
}

type Address = { lines: string[]; zone: Zone; bfpo: boolean; postcode: string | undefined };

function readAddress(personalisation: Record<string, unknown>): Address {
  const keys = [...LINE_KEYS, Object.hasOwn(personalisation, 'address_line_7') ? 'address_line_7' : 'postcode'];
  const raw = keys.map((key) => (truthy(personalisation[key]) ? str(personalisation[key]) : '')).join('\n');
  const all = splitLines(raw)
    .map((line) => normaliseSpace(line).replace(/[ ,]+$/, ''))
    .filter((line) => line !== '')
    .map(closePunctuation);
  if (all.length === 0) all.push('');

  const bfpo = all.map((line) => BFPO.exec(line.toLowerCase())?.[1]).find((number) => number !== undefined);
  const withoutBfpo = bfpo === undefined ? all : all.filter((line) => !BFPO.test(line.toLowerCase()));
  if (withoutBfpo.length === 0) throw serverFault('IndexError');
  const zone = zoneOf(withoutBfpo.at(-1) ?? '');
  const rest = zone === undefined ? withoutBfpo : withoutBfpo.slice(0, -(trailingUkLines(withoutBfpo) || 1));
  const abroad = zone !== undefined && zone !== 'united-kingdom';
  const postcode = abroad ? undefined : postcodeIn(rest.at(-1));
  const lines = postcode ? [...rest.slice(0, -1), postcode] : [...rest];
  if (bfpo !== undefined) lines.push(`BFPO ${bfpo}`);
  if (abroad) lines.push(withoutBfpo.at(-1) ?? '');
  return { lines, zone: zone ?? 'united-kingdom', bfpo: bfpo !== undefined, postcode };
}

type Check = [(address: Address, abroadAllowed: boolean) => boolean, string | ((abroadAllowed: boolean) => string)];

// In the server's order (api validators.py validate_address): the first that is broken is answered.
const CHECKS: Check[] = [
  [({ lines }) => lines.length >= 3, 'Address must be at least 3 lines'],
  [({ lines }) => lines.length <= 7, 'Address must be no more than 7 lines'],
  [
    ({ lines }) => lines.slice(0, 2).every((line) => /[a-zA-Z0-9]/.test(line)),
    'The first 2 lines of the address must both include at least one alphanumeric character',
  ],
  [({ zone, bfpo }) => !(bfpo && zone !== 'united-kingdom'), 'The last line of a BFPO address must not be a country.'],
  [
    ({ zone, bfpo, postcode }, abroadAllowed) =>
      (abroadAllowed && zone !== 'united-kingdom') || postcode !== undefined || bfpo,
    (abroadAllowed) =>
      abroadAllowed
        ? 'Last line of address must be a real UK postcode or another country'
        : 'Must be a real UK postcode',
  ],
  [
    ({ lines }) => !lines.some((line) => /^[@()=[\]"\\/,<>~]/.test(line)),
    'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >',
  ],
  [
    ({ lines }) =>
      !lines.some((line) => line.toLowerCase() === 'nfa') && !/no fixed (abode|address)/i.test(lines.join('\n')),
    'Must be a real address',
  ],
];

/** Checks the address in a letter's personalisation. Answers the zone it goes to; throws ValidationError. */
export function checkAddress(personalisation: Record<string, unknown>, abroadAllowed: boolean): Zone {
  const address = readAddress(personalisation);
  for (const [holds, message] of CHECKS) {
    if (!holds(address, abroadAllowed)) throw invalid(typeof message === 'string' ? message : message(abroadAllowed));
  }
  return address.zone;
}
