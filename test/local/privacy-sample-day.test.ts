// The sample week's first day as `npm start` plays it: its own residents are what is looked for.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { officersOf } from '../../infra/local/start/officers.ts';
import { readOptions } from '../../infra/local/start/options.ts';
import { makeReport } from '../../infra/local/start/report.ts';
import { type Run, startRun } from '../../infra/local/start/run.ts';
import { sampleWeek } from '../../infra/local/start/sample-week.ts';
import { sourceToken } from '../../infra/local/start/stack.ts';
import { leakyWorkers } from '../support/leaky-workers.ts';
import type { Place } from '../support/marks.ts';
import { operatorOf } from '../support/operator.ts';
import { overhear } from '../support/overheard.ts';
import { onDisk, passing, resting } from '../support/places.ts';
import { missingIn, PLANTED, plantLeaks } from '../support/plant-leaks.ts';
import { residentFinder, residentsIn } from '../support/resident-finder.ts';

const FILE = '2-recovery-2026-09-28.csv';
const csv = readFileSync(join(sampleWeek()[0]!.folder, FILE), 'utf8');
const residents = residentsIn(csv);
const finder = residentFinder(residents);
const { leaks } = finder;
/** Long enough to be looked for in base64 too. */
const names = [...residents.names].filter((name) => name.length >= 6);
/** Those of them whose data is planted in the end. */
const SPIED = Array.from({ length: PLANTED }, (_, n) => ({
  first_name: names[n]!,
  last_name: names[n + PLANTED]!,
  mobile: `0${[...residents.numbers][n]}`,
  email: [...residents.emails][n]!,
}));

const letOut = { people: SPIED, finder };

const folder = mkdtempSync(join(tmpdir(), 'crier-privacy-day-'));
const data = join(folder, 'data');
/** Where residents' data may rest: the register, the raw file and its refused rows, and what went to Notify. */
const MAY_REST: readonly RegExp[] = [
  /^table register/,
  /^object intakeinbox\S* .*\.csv(\.rejects\.json)?$/,
  /^disk \S*fauxqs\.db s3_objects \S*intakeinbox\S* .*\.csv(\.rejects\.json)?$/,
  /^disk \S*dynamodb\//, // all tables in one: they are looked into one by one, as `table …`
  /^disk \S*sandbox\.(json|journal)$/, // the sandbox's own: it is Notify here
];
/** What was let out turns up within a second or so; a look takes as long. */
const LOOKING_MS = 30_000;
const mustNot = (places: Place[]) => places.filter(({ name }) => !MAY_REST.some((each) => each.test(name)));

const said: Place[] = [];
const say = (name: string, content: string) => void said.push({ name, content });
let stopHearing = () => {};
const { change, leaking } = leakyWorkers(join(folder, 'leak.json'));

let run: Run;
let places: Place[];

const api = (path: string, init?: RequestInit) => fetch(`${run.url}api${path}`, init);

/** Everything that is there to see at this moment. */
async function placesNow(): Promise<Place[]> {
  const officers = officersOf((request) => api(new URL(request.url).pathname + new URL(request.url).search, request));
  const seconds = { setup: 0, import: 0, plan: 0, send: 0, total: 0 };
  const measured = { now: 0, files: [], calls: { ...run.engine.calls(), notify: 0 }, seconds };
  const report = JSON.stringify(await makeReport(officers, measured));
  const log = readFileSync(join(data, 'functions.log'), 'utf8');
  return [...said, { name: 'report', content: report }, { name: 'log', content: log }, ...(await resting(run.engine))];
}

beforeAll(async () => {
  stopHearing = overhear(say);
  const options = ['--day', '1', '--data', data, '--report', join(folder, 'report.json')];
  const read = readOptions(options, ['stockton']);
  if (read.kind !== 'start') throw new Error(JSON.stringify(read));
  const progress = { say: (words: string) => say('summary', words), doing() {}, now: () => '', stop() {} };
  run = await startRun(read.options, progress, { stopped: new AbortController().signal, onCall: passing(say), change });
  places = [...(await placesNow()), { name: 'report', content: readFileSync(join(folder, 'report.json')) }];
}, 240_000);

afterAll(async () => {
  stopHearing();
  await run?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the residents of the sample day', () => {
  it('are some hundred, whose names, numbers, emails and addresses are all looked for', () => {
    const { names, numbers, emails, addresses } = residents;
    expect([names.size > 60, numbers.size > 200, emails.size > 100, addresses.size > 200]).toEqual(Array(4).fill(true));
    const kinds = new Set(places.map(({ name }) => name.split(' ')[0]));
    expect([...kinds].sort()).toEqual([
      'answer',
      'event',
      'log',
      'object',
      'queue',
      'report',
      'summary',
      'table',
      'url',
    ]);
  });

  it('are in the register, in the raw file and at Notify', async () => {
    const { messages } = (await (await fetch(`${run.notifyUrl}/_sandbox/messages`)).json()) as { messages: unknown[] };
    const found = leaks([...places, { name: 'notify', content: JSON.stringify(messages) }]);
    const marksOf = (place: RegExp) =>
      new Set(found.filter((each) => place.test(each)).map((each) => each.split(' is in ')[0]));
    const [register, file, notify] = [
      marksOf(/table register/),
      marksOf(/object intakeinbox\S* 2-rec.*csv$/),
      marksOf(/notify$/),
    ];
    for (const each of [...residents.names, ...residents.numbers, ...residents.emails]) expect(file).toContain(each);
    expect(register.size).toBeGreaterThan(400);
    expect(notify.size).toBeGreaterThan(100);
  });

  it('are nowhere else', () => {
    expect(leaks(mustNot(places))).toEqual([]);
  });

  it('are found wherever a leak is put in on purpose, and nowhere else on the disk', async () => {
    const events = (body: unknown) =>
      api('/events', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${sourceToken('revenues-benefits')}`,
          'content-type': 'application/cloudevents-batch+json',
        },
        body: JSON.stringify(body),
      });
    const { drop } = operatorOf(run.engine);
    const before = mustNot(onDisk(data));
    expect(leaks(before)).toEqual([]);
    const { engine, notifyUrl } = run;
    await plantLeaks({ engine, doorUrl: `${run.url}api`, notifyUrl, folder: data, events, drop, leaking }, SPIED);
    let missing: string[] = [];
    for (const from = performance.now(); performance.now() - from < LOOKING_MS; ) {
      missing = missingIn(leaks(mustNot(await placesNow())), { ...letOut, where: 'place' });
      if (missing.length === 0) break;
      await pause(200);
    }
    expect(missing).toEqual([]);
    await run.close();
    expect(missingIn(leaks(mustNot(onDisk(data))), { ...letOut, where: 'disk' })).toEqual([]);
  });
});
