import { createReadStream } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crier, type Ended, serving } from '../../../support/command.ts';

const HISTORY = join(import.meta.dirname, '../../../../events/history');
const CSV = 'open-data/contacts-by-channel/contacts-by-channel.csv';

let folder: string;
let published: Ended;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crier-datasets-'));
  published = await publish('history', HISTORY);
});
afterAll(() => rm(folder, { recursive: true }));

const event = (data: object, more: object = {}) => ({
  specversion: '1.0',
  id: JSON.stringify(data).slice(0, 150),
  source: 'contact-centre',
  type: 'council.contacts.contacts-counted.v1',
  time: '2026-05-01T09:00:00Z',
  council: 'stockton',
  data: {
    service: 'waste',
    channel: 'telephone',
    from: '2026-04-01',
    to: '2026-04-30',
    contacts: 900,
    revision: 1,
    ...data,
  },
  ...more,
});
async function eventsIn(name: string, files: Record<string, string>): Promise<string> {
  const place = join(folder, name);
  await mkdir(place, { recursive: true });
  for (const [file, content] of Object.entries(files)) await writeFile(join(place, file), content);
  return place;
}
const out = (name: string) => join(folder, `${name}-site`);
const publish = (name: string, events: string) =>
  crier(['datasets', 'publish', '--out', out(name), '--events', events]);
const verify = (name: string, events: string) => crier(['datasets', 'verify', out(name), '--events', events]);
const read = (name: string, file = CSV) => readFile(join(out(name), file), 'utf8');

test('publishes from event files, twice the same, and verifies every file', async () => {
  expect(published).toMatchObject({ code: 0 });
  expect(published.out).toContain('contacts-by-channel: 45 rows');
  const sums = await read('history', 'open-data/SHA256SUMS');
  expect((await publish('history', HISTORY)).err).toContain('0 of them new or changed');
  expect(await read('history', 'open-data/SHA256SUMS')).toBe(sums);
  const verified = await verify('history', HISTORY);
  expect(verified.code).toBe(0);
  expect(verified.out).toMatch(/All \d+ files agree\.\n$/);
});

describe('verify', () => {
  beforeAll(() => cp(out('history'), out('tried'), { recursive: true }));

  test('names the figure that differs, in stable and dated copies, and ends with 1', async () => {
    const files = [CSV, 'open-data/contacts-by-channel/v/2018-12-31/contacts-by-channel.csv'];
    await cp(out('tried'), out('altered'), { recursive: true });
    for (const file of files)
      await writeFile(join(out('altered'), file), (await read('tried', file)).replace('257161', '257611'));
    const { code, out: told } = await verify('altered', HISTORY);
    expect(code).toBe(1);
    for (const file of files) expect(told).toContain(`${file}: differs`);
    const figure =
      'year, 2017-04-01, E06000004, all, telephone: contacts is published as "257611", the facts give "257161"';
    expect(told.split(figure)).toHaveLength(1 + files.length);
    expect(told).toMatch(/2 of \d+ files do not agree/);
  });

  test('sees a missing file, one too many, and other facts', async () => {
    await cp(out('tried'), out('maimed'), { recursive: true });
    await rm(join(out('maimed'), 'open-data/data.json'));
    await writeFile(join(out('maimed'), 'open-data/more.csv'), 'a,b\r\n');
    const { code, out: told } = await verify('maimed', HISTORY);
    expect(code).toBe(1);
    expect(told).toContain('open-data/data.json: missing');
    expect(told).toContain('open-data/more.csv: extra');
    const others = await eventsIn('others', {
      'one.json': JSON.stringify(event({}, { time: '2018-05-01T09:00:00Z' })),
    });
    expect((await verify('tried', others)).code).toBe(1);
  });

  test('works over HTTP', async () => {
    await using server = await serving((request, response) => {
      createReadStream(join(out('tried'), request.url!))
        .on('error', () => response.writeHead(404).end())
        .pipe(response);
    });
    const agreed = await crier(['datasets', 'verify', `${server.url}/open-data/`, '--events', HISTORY, '--json']);
    expect([agreed.code, JSON.parse(agreed.out).agrees]).toEqual([0, true]);
    const none = await crier(['datasets', 'verify', 'http://127.0.0.1:9/', '--events', HISTORY]);
    expect(none.code).toBe(1);
    expect(none.err).toContain('does not answer');
  });
});

test('a correction makes a further release with its revision, and all of them verify', async () => {
  const events = await eventsIn('corrected', { 'april.json': JSON.stringify(event({})) });
  expect((await publish('corrected', events)).code).toBe(0);
  const correction = event({ contacts: 850, revision: 2 }, { time: '2026-05-09T09:00:00Z' });
  await eventsIn('corrected', { 'correction.json': JSON.stringify([correction, correction]) });
  expect((await publish('corrected', events)).code).toBe(0);
  expect(await read('corrected', 'open-data/contacts-by-channel/revisions.csv')).toContain(
    '2026-05-09,month,2026-04-01,E06000004,waste,telephone,contacts,900,850,corrected by its source',
  );
  expect(
    await read('corrected', CSV.replace('contacts-by-channel.csv', 'v/2026-05-01/contacts-by-channel.csv')),
  ).toContain(',900,');
  expect((await verify('corrected', events)).code).toBe(0);
});

test('a correction that claims the day of the last release makes a release after it; the old copy stands', async () => {
  const events = await eventsIn('same-day', { 'april.json': JSON.stringify(event({})) });
  await publish('same-day', events);
  await eventsIn('same-day', { 'correction.json': JSON.stringify(event({ contacts: 850, revision: 2 })) });
  const { code, err } = await publish('same-day', events);
  expect(code).toBe(0);
  expect(err).toContain('as of 2026-05-02');
  expect(await read('same-day', 'open-data/contacts-by-channel/revisions.csv')).toContain('900,850');
  const verified = await verify('same-day', events);
  expect(verified.code).toBe(0);
  expect(verified.out).toContain('v/2026-05-01/contacts-by-channel.csv: stands');
});

test('bad input is refused with its file, line, source and what to do; the rest is published', async () => {
  const good = event({});
  const bad = [
    event({ contacts: -1 }),
    event({ contacts: 1.5 }),
    event({ channel: 'pigeon' }),
    event({ from: '2026-04-30', to: '2026-04-01' }),
    event({ from: '2026-06-01', to: '2026-06-30' }),
    event({ from: '2026-02-30', to: '2026-02-30' }),
    event({ contacts: '9' }),
    event({}, { council: 'atlantis' }),
    event({}, { time: '2999-01-01T00:00:00Z' }),
  ];
  const lines = [good, ...bad].map((each) => JSON.stringify(each)).join('\n');
  const events = await eventsIn('bad', {
    'a.ndjson': `${lines}\n{"specversion":"1.0","id":"cut`,
    'b.json': '[{"half": ',
    'c.json': JSON.stringify({ events: [event({ channel: 'email', contacts: 70 })] }),
    'notes.txt': 'not an event',
  });
  const { code, err } = await publish('bad', events);
  expect(code).toBe(0);
  for (let line = 2; line <= bad.length + 1; line += 1)
    expect(err).toMatch(new RegExp(`a\\.ndjson, line ${line}: contact-centre: (invalid|future|unknown-council): `));
  expect(err).toContain(
    'a.ndjson, line 11: unknown source: unreadable: is no JSON and the last line: the file is cut short',
  );
  expect(err).toContain('b.json: unknown source: unreadable');
  expect(err).toContain('11 events or rows were refused; the others count.');
  expect(err).not.toContain('pigeon');
  const csv = await read('bad');
  expect(csv).toContain('month,2026-04-01,E06000004,waste,telephone,900,,92.8,');
  expect(csv).toContain('month,2026-04-01,E06000004,waste,email,70,,7.2,');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + 6);
});

test.each([
  [['datasets', 'publish'], 2, '--out DIR'],
  [['datasets', 'verify'], 2, 'folder or an address'],
  [['datasets', 'burn'], 2, 'publish, verify'],
  [['datasets', 'publish', '--out', 'x', '--events', 'a', '--facts', 'b'], 2, 'not both'],
  [['datasets', 'publish', '--out', 'x', '--as-of', 'soon'], 2, 'is no day'],
  [['datasets', 'publish', '--out', 'x', '--events', '/nowhere'], 1, 'There is no folder /nowhere'],
  [['datasets', 'publish', '--out', '/dev/null/x', '--events', HISTORY], 1, 'cannot be made (ENOTDIR)'],
  [['datasets', 'verify', '/nowhere'], 1, 'nothing was published there'],
  [['datasets', 'verify', 'x', '--council', 'stockton'], 2, 'goes with publish'],
])('%j ends with %i', async (args, code, told) => {
  const ended = await crier(args);
  expect(ended.code).toBe(code);
  expect(ended.err).toContain(told);
  expect(ended.out).toBe('');
});

test('--help says how', async () => {
  const { code, out: told } = await crier(['datasets', '--help']);
  expect(code).toBe(0);
  for (const word of ['publish', 'verify', '--out', '--events', '--facts', '--as-of']) expect(told).toContain(word);
});
