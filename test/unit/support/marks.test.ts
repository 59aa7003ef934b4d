import { describe, expect, it } from 'vitest';
import { marked, marksFinder } from '../../support/marks.ts';
import { residentFinder, residentsIn } from '../../support/resident-finder.ts';

const people = [marked('A', 1), marked('B', 2)];
const [anna] = people as [(typeof people)[number], (typeof people)[number]];
const { marksIn } = marksFinder(people);

const WRITTEN: [string, (word: string) => string | Buffer][] = [
  ['as it is', (word) => `x ${word} y`],
  ['in capitals', (word) => word.toUpperCase()],
  ['in lower case', (word) => word.toLowerCase()],
  ['in a URL', (word) => `/find?q=${encodeURIComponent(word)}&x=1`],
  ['in a form', (word) => new URLSearchParams({ q: word }).toString()],
  ['in JSON', (word) => JSON.stringify({ word })],
  ['in JSON in JSON', (word) => JSON.stringify({ body: JSON.stringify({ word }) })],
  ['in JSON without a letter outside ASCII', (word) => JSON.stringify({ word }).replace('ë', '\\u00eb')],
  ['in base64', (word) => Buffer.from(word).toString('base64')],
  ['in base64 after one byte', (word) => Buffer.from(`x${word}!`).toString('base64')],
  ['in base64 after two bytes', (word) => Buffer.from(`{"${word}"}`).toString('base64url')],
  ['in hex', (word) => Buffer.from(word).toString('hex')],
  ['in UTF-16', (word) => Buffer.from(`x${word}`, 'utf16le')],
  ['as bytes', (word) => Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(word)])],
];

describe('the search for marks', () => {
  it.each(WRITTEN)('finds each of them %s', (_, write) => {
    for (const word of Object.values(anna)) expect([word, marksIn(write(word))]).toEqual([word, [word]]);
  });

  it.each([
    ...['07700900101', '+447700900101', '447700900101', '7700900101', '0044 7700 900 101', '(07700) 900-101'],
    ...['%2B447700900101', '+44 (0)7700.900.101', '{"to":"07700 900 101"}'],
  ])('finds a number written as %s', (number) => {
    expect(marksIn(`to ${number}.`)).toEqual([anna.mobile]);
  });

  it('finds nothing in keyed hashes, other numbers and times', () => {
    expect(marksIn('xb59RUdJT3civo3IOJmB65 07700900103 17700900101234 2026-09-29T10:00:00.000Z 1790672400000')).toEqual(
      [],
    );
  });
});

describe('the search for residents of an extract', () => {
  const finder = residentFinder(
    residentsIn(
      "first_name,last_name,mobile,email,address_line_1\nZoë,O'Yarmley,07700900102,zoe.b1@example.com,12 Trial Terrace\nTRAILER,1",
    ),
  );
  const all = ['zoë', "o'yarmley", '7700900102', 'zoe.b1@example.com', '12 trial terrace'];
  const line = "Zoë O'Yarmley, 12 Trial Terrace, +44 7700 900102, zoe.b1@example.com";

  it.each(WRITTEN.filter(([how]) => !/base64|hex|UTF-16/.test(how)))('finds each of them %s', (_, write) => {
    expect(finder.marksIn(write(line)).sort()).toEqual([...all].sort());
  });

  it.each(WRITTEN.filter(([how]) => /base64$|hex/.test(how)))('finds all but short names %s', (_, write) => {
    expect(finder.marksIn(write(line)).sort()).toEqual(all.slice(1).sort());
  });

  it('finds nothing in keys, nor in other words and numbers', () => {
    expect(finder.marksIn('a-zoë-b x9zoë4 zoës 07700900103 17700900102345 2 Trial Terrace b1@example.com')).toEqual([]);
  });
});
