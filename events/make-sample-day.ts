// Writes events/sample-day/: a Tuesday morning in late September, as the back office would hand it over. Everyone in it
// is invented: the mobiles are from Ofcom's drama range 07700 900000 to 900999, the emails at example.org, .com and
// .net, and TS0 is no real postcode district. The same script gives the same bytes:
//
//   node events/make-sample-day.ts
//
//   1-since-last-night.ndjson   what happened after the extract was taken: payments, holds, opt-outs, a death
//   2-recovery-extract.csv      the nightly recovery extract
//   3-later-that-morning.ndjson a dispute is settled, so its hold ends and the text goes after all
//   4-contact-centre.ndjson     how residents got in touch yesterday, and a few who do so this morning
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactCentre } from './make-sample-day/contact-centre.ts';
import { extractFile } from './make-sample-day/extract-file.ts';
import { peopleOfTheEvents, peopleOfTheNight } from './make-sample-day/extract-people.ts';
import { factsOf } from './make-sample-day/facts.ts';

const out = join(import.meta.dirname, 'sample-day');
const write = (name: string, text: string) => writeFileSync(join(out, name), text);
const ndjson = (list: object[]) => `${list.map((each) => JSON.stringify(each)).join('\n')}\n`;

// All is drawn from one sequence of chance: in another order it would be another day.
const rows = peopleOfTheNight();
const people = peopleOfTheEvents();
Object.values(people)
  .flat()
  .forEach((row, i) => {
    rows.splice(10 + i * 23, 0, row);
  });
const { sinceLastNight, laterThatMorning } = factsOf(people);
const contacts = contactCentre();

mkdirSync(out, { recursive: true });
write('1-since-last-night.ndjson', ndjson(sinceLastNight));
write('2-recovery-extract.csv', extractFile(rows));
write('3-later-that-morning.ndjson', ndjson(laterThatMorning));
write('4-contact-centre.ndjson', ndjson(contacts));
console.log(`${rows.length} people, ${sinceLastNight.length + laterThatMorning.length + contacts.length} events in ${out}`);
