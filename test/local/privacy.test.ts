import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedDay } from '../support/marked-day.ts';
import { documentFor, eventsAbout, eventsOfFamilies, extract } from '../support/marked-input.ts';
import { type Marked, marked, marksFinder, type Place } from '../support/marks.ts';
import { missingIn, PLANTED, physicalOf, plantLeaks } from '../support/plant-leaks.ts';

const PEOPLE = [...'ABCDEFGHI'].map((letter, i) => marked(letter, i + 1));
const [anna, , , dora, emil] = PEOPLE as [Marked, Marked, Marked, Marked, Marked];
/** People of whom only what is planted on purpose speaks. */
const SPIED = Array.from({ length: PLANTED }, (_, n) => ({
  ...marked(`x${String.fromCharCode(97 + n)}`, 9),
  mobile: `07700 900${560 + n}`,
}));
/** Somebody whose data an operator puts on queues by mistake, where no worker can read it. */
const POISON = { ...marked('Y', 8), mobile: '07700 900444' };
/** Of whom events alone tell: one has a claim and a document, the other reports something. Their references are their names. */
const kate = { ...marked('K', 1), mobile: '07700 900545' };
const reporter = { ...marked('L', 2), mobile: '07700 900546' };
const { leaks } = marksFinder([...PEOPLE, kate, reporter]);
const poisoned = marksFinder([POISON]);
const planted = marksFinder(SPIED);
const letOut = { people: SPIED, finder: planted };

/** Where residents' data may rest: the register, the raw file, and the rows that go back to whoever sent them. */
const MAY_REST: readonly RegExp[] = [
  /^table register/,
  /^object intakeinbox\S* .*\.csv(\.rejects\.json)?$/,
  /^disk fauxqs\.db s3_objects \S*intakeinbox\S* .*\.csv(\.rejects\.json)?$/,
  /^(object|disk fauxqs\.db s3_objects) \S*documents\S* hb\//i,
  /^url of a document$/,
  /^disk dynamodb\//, // all tables in one: they are looked into one by one, as `table …`
];
/** What was let out turns up within a second or so; a look takes as long. */
const LOOKING_MS = 10 * 60_000;
const mustNot = (places: Place[]) => places.filter(({ name }) => !MAY_REST.some((each) => each.test(name)));
/** References of matters, which officers know them by: with what was decided, and in what officers are told. */
const OF_OFFICERS = /^(table \S*decisions|answer of \/officers|report$)/;
const ownRef = (leak: string) =>
  [kate, reporter].some(({ last_name }) => leak.startsWith(`${last_name} is in `)) &&
  OF_OFFICERS.test(leak.split(' is in ')[1] ?? '');
/** What becomes of a request is asked for by its reference, which everybody may see; a claim's may nowhere be seen. */
const ownRequest = (leak: string) => leak.startsWith(`${reporter.last_name} is in table open311requests`);
/** An answer of POST /events names each event by the id that its sender gave it. */
const ownId = (leak: string) => leak === `${emil.last_name} is in answer of /events`;

const good = PEOPLE.map((person, i) => ({ ...person, account_ref: `80${i}`, person_ref: `P${i}` }));
/** The same people with their data in the wrong columns. */
const BAD = [
  ['stage_date', anna.mobile],
  ['bill_year', anna.last_name],
  ['sms_opt_out', anna.email],
  ['payments_posted_to', anna.first_name],
  ['liability_seq', dora.mobile],
  ['hold_until', dora.first_name],
  ['overdue_amount', dora.email],
] as const;
const bad = BAD.map(([column, value], i) => ({ ...anna, account_ref: `81${i}`, person_ref: `Q${i}`, [column]: value }));

const EVENTS = eventsAbout(dora, emil);

let day: Awaited<ReturnType<typeof markedDay>>;
let places: Place[] = [];

/**
 * Mostly a matter of a second. On a machine that is starved a worker may be killed at its timeout, and its message comes
 * back only after minutes: what is looked for need not wait for that.
 */
const settled = () =>
  Promise.race([day.engine.untilIdle({ ignoreDelayed: true }).catch(() => 'closed meanwhile'), pause(40_000)]);

beforeAll(async () => {
  day = await markedDay();
  await day.drop('1-night.csv', extract('RE-1', [...good, ...bad] as never));
  await settled();
  await day.drop('2-trailer.csv', extract('RE-2', good, `TRAILER,${emil.first_name},${emil.mobile}`));
  await day.drop('3-no-header.csv', `${Object.values(emil).join(',')}\n${Object.values(dora).join(',')}\n`);
  await day.drop('4-quotes.csv', `${extract('RE-4', good)}"${emil.note.replaceAll('"', '')}`);
  for (const each of [...EVENTS, EVENTS]) await day.events(Array.isArray(each) ? each : [each]);
  const letter = documentFor(kate);
  await day.document(letter.key, letter.bytes);
  for (const [source, events] of Object.entries(eventsOfFamilies(kate, reporter))) await day.events(events, source);
  await day.events(`{"name": "${emil.first_name}", ${emil.mobile}`);
  await day.events(
    { phone: emil.mobile },
    'revenues-benefits',
    `text/plain; name=${encodeURIComponent(emil.first_name)}`,
  );
  const text = (message: string, from: Marked) => ({
    ...{
      id: randomUUID(),
      source_number: from.mobile,
      destination_number: '07700900999',
      date_received: '2026-09-29T09:00:00Z',
    },
    message,
  });
  await day.callback('texts', text('STOP', anna));
  await day.callback('texts', text(`I am ${dora.first_name} ${dora.last_name}, ring ${dora.mobile}`, dora));
  await day.callback('receipts', { id: randomUUID(), reference: emil.note, to: emil.mobile, status: 'delivered' });
  await day.callback('receipts', { to: emil.mobile, message: emil.note });
  for (let waited = 0; day.messages().length < 5 && waited < 6_000; waited += 1) await pause(100);
  await settled();
  for (const each of day.engine.queues().filter(({ deadLetterOf }) => deadLetterOf.length === 0)) {
    const QueueUrl = physicalOf(day.engine, 'AWS::SQS::Queue', new RegExp(`^${each.logicalId}$`));
    for (const MessageBody of [
      Object.values(POISON).join(' '),
      JSON.stringify({ detail: { type: POISON.email, ...POISON } }),
    ])
      await day.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }
  // What cannot be read comes again and again: this is over when everybody has complained once.
  for (let waited = 0; day.failures() < 8 && waited < 6_000; waited += 1) await pause(100);
  places = await day.placesNow();
});

afterAll(() => day?.close());

describe('marked residents, through a day with bad rows, bad events and a Notify that echoes what it was sent', () => {
  it('came through: texts went out, rows and events were refused, workers spoke', () => {
    expect(day.messages().length).toBeGreaterThanOrEqual(5);
    const kinds = new Set(places.map(({ name }) => name.split(' ')[0]));
    expect([...kinds].sort()).toEqual(['answer', 'event', 'log', 'object', 'queue', 'report', 'table', 'url']);
    const all = (kind: string) =>
      places
        .filter(({ name }) => name.startsWith(kind))
        .map(({ content }) => String(content))
        .join('\n');
    expect(all('answer')).toContain('refused');
    expect(all('object')).toContain('"column":"stage_date"');
    expect(all('event')).toContain('council.intake.file-refused.v1');
  });

  it('are in the register and the raw file', () => {
    const found = leaks(places.filter(({ name }) => MAY_REST.some((each) => each.test(name))));
    for (const mark of [anna.mobile, anna.email, anna.first_name])
      expect(found).toEqual(
        expect.arrayContaining([expect.stringMatching(`^${mark.replace('.', '.')} is in table register`)]),
      );
    expect(found).toContain(`${anna.address_line_1} is in object ${inboxOf(places)} 1-night.csv`);
  });

  it('are in the register and the documents, where events alone told of them', () => {
    const found = leaks(places.filter(({ name }) => MAY_REST.some((each) => each.test(name))));
    const of = (mark: string, place: RegExp) =>
      found.some((leak) => leak.startsWith(`${mark} is in `) && place.test(leak.slice(`${mark} is in `.length)));
    const told = [kate.first_name, kate.mobile, kate.email, kate.address_line_1, reporter.mobile, reporter.note];
    expect(told.filter((mark) => !of(mark, /^table register/))).toEqual([]);
    expect([kate.first_name, kate.note].filter((mark) => !of(mark, /^object \S*documents/i))).toEqual([]);
    expect(places.some(({ name, content }) => name.startsWith('event') && /decision-made/.test(String(content)))).toBe(
      true,
    );
  });

  it('are in a report for the sender as the rows of their own file, word for word, and in no other way', () => {
    const textOf = (ending: string) => places.find(({ name }) => name.endsWith(` ${ending}`))?.content.toString() ?? '';
    const rejects = JSON.parse(/\[.*/s.exec(textOf('1-night.csv.rejects.json'))?.[0] ?? '') as Record<
      string,
      unknown
    >[];
    // What is no Y or N in sms_opt_out is taken for an opt-out, not refused.
    expect(rejects.map(({ column }) => column)).toEqual(
      BAD.map(([column]) => column).filter((each) => each !== 'sms_opt_out'),
    );
    for (const { raw, ...told } of rejects) {
      expect(textOf('1-night.csv').split('\n')).toContain(raw);
      expect(leaks([{ name: 'what is said of a row', content: JSON.stringify(told) }])).toEqual([]);
    }
  });

  it('are nowhere else: not in logs, events, queues, dead letters, reports, receipts, answers, URLs or other tables', () => {
    expect(leaks(mustNot(places)).filter((each) => !ownId(each) && !ownRef(each) && !ownRequest(each))).toEqual([]);
  });

  it('are not told of by workers that cannot read a message that holds them', () => {
    const logs = places.filter(({ name }) => name.startsWith('log'));
    expect(logs.map(({ content }) => content).join()).toContain('message failed');
    const found = poisoned.leaks(places);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((each) => !/ is in (queue message|dead letter)/.test(each))).toEqual([]);
  });

  it('are found wherever a leak is put in on purpose, and nowhere on the disk but in the raw files', async () => {
    await plantLeaks(day, SPIED);

    let missing: string[] = [];
    for (const from = performance.now(); performance.now() - from < LOOKING_MS; ) {
      missing = missingIn(planted.leaks(mustNot(await day.placesNow())), { ...letOut, where: 'place' });
      if (missing.length === 0) break;
      await pause(200);
    }
    expect(missing).toEqual([]);

    const disk = mustNot(await day.close());
    expect(missingIn(planted.leaks(disk), { ...letOut, where: 'disk' })).toEqual([]);
    expect(leaks(disk)).toEqual([]);
  });
});

const inboxOf = (all: Place[]) =>
  /^object (\S+) 1-night\.csv$/.exec(all.find(({ name }) => / 1-night\.csv$/.test(name))?.name ?? '')?.[1];
