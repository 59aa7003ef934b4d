// Writes events/sample-week/: Monday to Friday of one council, as its systems would tell it, and events/sample-year/: the
// year of contacts before. Everyone in it is invented: the mobiles are from Ofcom's drama range 07700 900000 to 900999,
// landlines from 01632 960000 to 960999, the emails at example.org, .com and .net, and TS0 is no real postcode district.
// events/sample-week.json says when each day begins. The same script gives the same bytes:
//
//   node events/make-sample-week.ts [FOLDER to write into instead of events/]
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contactCentre } from './make-sample-week/contact-centre.ts';
import { beginDay } from './make-sample-week/day.ts';
import { friday, monday, thursday, tuesday, type Files, wednesday } from './make-sample-week/days.ts';
import { answersOf, countsOf } from './make-sample-week/year.ts';

const HERE = import.meta.dirname;
const { days } = JSON.parse(readFileSync(join(HERE, 'sample-week.json'), 'utf8')) as { days: { folder: string; now: string }[] };
const out = process.argv[2] ?? HERE;
const write = (path: string, text: string | Buffer) => {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
};
const textOf = (name: string, content: Files[string]): string | Buffer => {
  if (typeof content === 'string' || Buffer.isBuffer(content)) return content;
  if (name.endsWith('.ndjson')) return `${content.map((each) => JSON.stringify(each)).join('\n')}\n`;
  return `${JSON.stringify(content, null, 2)}\n`;
};

for (const folder of ['sample-week', 'sample-year']) rmSync(join(out, folder), { recursive: true, force: true });
// All is drawn from one sequence of chance: in another order it would be another week.
[monday, tuesday, wednesday, thursday, friday].forEach((day, i) => {
  const { folder, now } = days[i]!;
  beginDay(now.slice(0, 10));
  const files: Files = { ...day(), '7-contact-centre.ndjson': contactCentre({ isFirst: i === 0 }) };
  for (const [name, content] of Object.entries(files)) write(`sample-week/${folder}/${name}`, textOf(name, content));
});
const year = ['2025-10-01', '2026-09-26'] as const;
write('sample-year/contacts-of-a-year-2026-09-26.csv', countsOf(...year));
write('sample-year/satisfaction.ndjson', textOf('.ndjson', answersOf(...year)));
