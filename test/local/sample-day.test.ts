// The sample week's first day as `npm start` plays it, under the roles of the template, and the day after with all that can
// go wrong: each grant is needed, and its own residents are looked for wherever they must not be.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grant } from '../../infra/local/engine/grants/gate.ts';
import type { Template } from '../../infra/local/engine/stack/template.ts';
import { readOptions } from '../../infra/local/start/options.ts';
import { type Run, startRun } from '../../infra/local/start/run.ts';
import { sourceToken } from '../../infra/local/start/stack.ts';
import { DAY_AFTER } from '../support/days.ts';
import { leakyWorkers } from '../support/leaky-workers.ts';
import type { Place } from '../support/marks.ts';
import { operatorOf } from '../support/operator.ts';
import { overhear } from '../support/overheard.ts';
import { onDisk, passing } from '../support/places.ts';
import { missingIn, plantLeaks } from '../support/plant-leaks.ts';
import { quiet } from '../support/quiet.ts';
import { troublesOn } from '../support/troubles.ts';
import {
  askedAndAnswered,
  counted,
  ELSEWHERE,
  hurried,
  isOpen,
  lineOf,
  linesOf,
  NOT_ENFORCED,
  postLate,
  TROUBLES,
} from './sample-day/grants.ts';
import { finder, mustNot, placesOf, reportWithoutPlaces, residents, SPIED } from './sample-day/residents.ts';

const folder = mkdtempSync(join(tmpdir(), 'crier-sample-day-'));
/** What was let out turns up within a second or so; a look takes as long. */
const LOOKING_MS = 10 * 60_000;
const { leaks } = finder;

const functionNamed = ({ Resources = {} }: Template, folder: string): string =>
  Object.entries(Resources).find(
    ([, { Type, Properties }]) => Type === 'AWS::Lambda::Function' && Properties?.['Description'] === folder,
  )![0];

type Watched = Partial<Parameters<typeof startRun>[2]>;

async function start(options: string[], progress: Parameters<typeof startRun>[1], watched: Watched): Promise<Run> {
  const read = readOptions(options, ['stockton']);
  if (read.kind !== 'start') throw new Error(JSON.stringify(read));
  return startRun(read.options, progress, { stopped: new AbortController().signal, ...watched });
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the sample day', () => {
  const data = join(folder, 'data');
  const said: Place[] = [];
  const say = (name: string, content: string) => void said.push({ name, content });
  let stopHearing = () => {};
  const { change, leaking } = leakyWorkers(join(folder, 'leak.json'));
  let run: Run;
  let places: Place[];
  let atNotify: Place;
  let grants: Grant[];
  let answers: [string, number][];

  beforeAll(async () => {
    stopHearing = overhear(say);
    const report = join(folder, 'report.json');
    const progress = { ...quiet, say: (words: string) => say('summary', words) };
    const options = ['--once', '--day', '1', '--data', data, '--report', report];
    let watch = '';
    const changed = (template: Parameters<typeof change>[0]) => {
      watch = functionNamed(template, 'watch-dead-letters');
      return change(template);
    };
    run = await start(options, progress, { onCall: passing(say), change: changed });
    places = [
      ...(await placesOf(run, data, said)),
      { name: 'report', content: reportWithoutPlaces(readFileSync(report, 'utf8')) },
    ];
    atNotify = { name: 'notify', content: await (await fetch(`${run.notifyUrl}/_sandbox/messages`)).text() };
    answers = await askedAndAnswered(run.url);
    await run.engine.invoke(watch, {}); // each quarter of an hour, which a day that is over in minutes may not see
    await run.engine.untilIdle({ ignoreDelayed: true });
    grants = run.engine.grants();
    await postLate(run);
    // As a machine leaves it that loses its power: the day after goes on from here.
    const isOfTheApp = (path: string) => basename(path).startsWith('cdk.out');
    cpSync(data, join(folder, 'data-after'), { recursive: true, filter: (path) => !isOfTheApp(path) });
  });

  afterAll(async () => {
    stopHearing();
    await run?.close();
  });

  it('ends well under the roles of the template', () => {
    expect(run.ending).toEqual({ ok: true });
  });

  it('leaves a stack that answers every question of officers, and residents, under these roles', () => {
    expect(answers.filter(([, status]) => ![200, 202, 204].includes(status))).toEqual([]);
  });

  it('needs each grant that is enforced, but those that only a trouble needs', () => {
    expect(linesOf(grants.filter(isOpen)).filter((line) => !(line in TROUBLES || ELSEWHERE.includes(line)))).toEqual(
      [],
    );
  });

  it('is checked on every service but those that are not here', () => {
    const open = grants.filter(({ enforced }) => !enforced).map(({ action }) => action.split(':')[0]);
    expect([...new Set(open)].sort()).toEqual(NOT_ENFORCED);
    expect(grants.filter(({ used }) => used).length).toBeGreaterThan(60);
  });

  it('has some hundred residents, whose names, numbers, emails and addresses are all looked for', () => {
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

  it('has them in the register, in the raw file and at Notify', () => {
    const found = leaks([...places, atNotify]);
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

  it('has them nowhere else', () => {
    expect(leaks(mustNot(places))).toEqual([]);
  });

  it('finds them wherever a leak is put in on purpose, and nowhere else on the disk', async () => {
    const events = (body: unknown) =>
      fetch(`${run.url}api/events`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${sourceToken('revenues-benefits')}`,
          'content-type': 'application/cloudevents-batch+json',
        },
        body: JSON.stringify(body),
      });
    expect(leaks(mustNot(onDisk(data)))).toEqual([]);
    const { drop } = operatorOf(run.engine);
    const { engine, notifyUrl, url } = run;
    await plantLeaks({ engine, doorUrl: `${url}api`, notifyUrl, folder: data, events, drop, leaking }, SPIED);
    const letOut = { people: SPIED, finder };
    let missing: string[] = [];
    for (const from = performance.now(); performance.now() - from < LOOKING_MS; ) {
      missing = missingIn(leaks(mustNot(await placesOf(run, data, said))), { ...letOut, where: 'place' });
      if (missing.length === 0) break;
      await pause(200);
    }
    expect(missing).toEqual([]);
    await run.close();
    expect(missingIn(leaks(mustNot(onDisk(data))), { ...letOut, where: 'disk' })).toEqual([]);
  });
});

describe('the day after', () => {
  let run: Run;

  beforeAll(async () => {
    const input = join(folder, 'day-after');
    mkdirSync(input);
    writeFileSync(join(input, '1-counted.ndjson'), JSON.stringify(counted('2026-09-29', 7)));
    const options = ['--data', join(folder, 'data-after'), '--now', DAY_AFTER, '--input', input];
    run = await start(options, quiet, { change: hurried });
    const { withFiles, withEvents, withSetUp, withLetters, withSending, withDocuments, withSite } = troublesOn(run);
    await withFiles();
    await withEvents();
    await withSetUp();
    await withLetters();
    await withSending();
    await withDocuments();
    await withSite();
  });

  afterAll(() => run?.close());

  it.each(Object.entries(TROUBLES))('needs %s: %s', async (line) => {
    const used = () => run.engine.grants().some((each) => lineOf(each) === line && each.used > 0);
    for (let waited = 0; !used() && waited < 6_000; waited += 1) await pause(100);
    expect(used()).toBe(true);
  });
});
