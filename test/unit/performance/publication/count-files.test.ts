import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crier } from '../../../support/command.ts';

const HEADER = 'service,channel,from,to,contacts,revision';
const CSV = 'open-data/contacts-by-channel/contacts-by-channel.csv';
const csv = (...rows: string[]) => `${[HEADER, ...rows].join('\r\n')}\r\n`;

let events: string;
let site: string;
beforeAll(async () => {
  events = await mkdtemp(join(tmpdir(), 'crier-counts-'));
  site = await mkdtemp(join(tmpdir(), 'crier-counts-site-'));
});
afterAll(() => Promise.all([events, site].map((folder) => rm(folder, { recursive: true }))));

const put = (name: string, text: string) => writeFile(join(events, name), text);
const publish = () => crier(['datasets', 'publish', '--out', site, '--events', events]);
const verify = (place = site) => crier(['datasets', 'verify', place, '--events', events]);

describe('files of counts among the events', () => {
  test('are published as of the last day that they count, and verified', async () => {
    await put(
      'april.csv',
      csv('waste,telephone,2026-04-01,2026-04-30,900,1', 'waste,email,2026-04-01,2026-04-30,70,1'),
    );
    const { code, err } = await publish();
    expect(code).toBe(0);
    expect(err).toContain('As of 2026-04-30');
    expect(await readFile(join(site, CSV), 'utf8')).toContain('month,2026-04-01,E06000004,waste,telephone,900,');
    expect((await verify()).code).toBe(0);
  });

  test('correct what a former file said, as of the day in their name', async () => {
    await put('counts-2026-05-20.csv', csv('waste,telephone,2026-04-01,2026-04-30,880,2'));
    expect((await publish()).err).toContain('As of 2026-05-20');
    expect(await readFile(join(site, 'open-data/contacts-by-channel/revisions.csv'), 'utf8')).toContain(
      '2026-05-20,month,2026-04-01,E06000004,waste,telephone,contacts,900,880,corrected by its source',
    );
    expect((await verify()).code).toBe(0);
  });

  test('are refused by file and line where they will not do; the rest counts', async () => {
    await put('bad.csv', csv('waste,pigeon,2026-05-01,2026-05-01,3,1', 'waste,email,2026-05-01,2026-05-01,-3,1'));
    await put('cut.csv', csv('waste,email,2026-05-01,2026-05-01,40,1').trimEnd());
    await put('OTHER.CSV', 'a,b\r\n1,2\r\n');
    await put('notes.txt', 'Mended on Friday.');
    const { code, err } = await publish();
    expect(code).toBe(0);
    expect(err).toContain(
      'bad.csv, line 2: contact-centre: bad-code: this row is not taken. channel must be one of telephone',
    );
    expect(err).toContain(
      'bad.csv, line 3: contact-centre: bad-integer: this row is not taken. contacts must be a whole number',
    );
    expect(err).toContain('cut.csv: contact-centre: cut-short');
    expect(err).toContain(
      'OTHER.CSV: contact-centre: header-missing: nothing of the file is taken. The first line must be',
    );
    expect(err).toContain('notes.txt: left alone, since only *.ndjson, *.json or *.csv files are read.');
    expect(await readFile(join(site, CSV), 'utf8')).not.toContain('2026-05-01');
  });
});

describe('a chain of releases that is damaged or lies', () => {
  const RELEASES = 'open-data/releases.json';
  const maimed = async (change: (text: string) => string) => {
    const place = join(site, '..', `${site.split('/').at(-1)}-maimed`);
    await rm(place, { recursive: true, force: true });
    await cp(site, place, { recursive: true });
    await writeFile(join(place, RELEASES), change(await readFile(join(place, RELEASES), 'utf8')));
    return place;
  };

  test.each<[string, (text: string) => string]>([
    ['a release without a day', () => '{"publisher":{},"releases":[5]}'],
    ['no day there is', (text) => text.replace('"asOf": "2026-04-30"', '"asOf": "2026-13-45"')],
    ['days out of order', (text) => text.replace('"asOf": "2026-04-30"', '"asOf": "2026-07-30"')],
    ['cut short', (text) => text.slice(0, 60)],
  ])('%s: said in a sentence', async (_, change) => {
    const { code, err } = await verify(await maimed(change));
    expect(code).toBe(1);
    expect(err).toContain('has no open-data/releases.json of ours');
    expect(err).not.toContain('    at ');
  });

  test('a release that is called reopened, and comes out as it was, is compared byte by byte all the same', async () => {
    const place = await maimed((text) => text.replace('"former": null,', '"former": null,\n      "reopened": true,'));
    const copy = join(place, 'open-data/contacts-by-channel/v/2026-04-30/contacts-by-channel.csv');
    await writeFile(copy, (await readFile(copy, 'utf8')).replace(',900,', ',901,'));
    const { code, out } = await verify(place);
    expect(code).toBe(1);
    expect(out).toContain('telephone: contacts is published as "901", the facts give "900"');
    await rm(place, { recursive: true });
  });
});
