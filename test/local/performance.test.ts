import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { londonDate } from '../../functions/shared/calendar/london.ts';
import { councilOf } from '../../infra/config/councils.ts';
import { OFFICER_TOKEN } from '../../infra/local/start/officers.ts';
import { type RunningStack, sourceToken, startStack } from '../../infra/local/start/stack.ts';

// One engine for the file: the deployed template, from the door to the reader.
const folder = mkdtempSync(join(tmpdir(), 'crier-performance-'));
const logged: string[] = [];
let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({
    council: councilOf('stockton'),
    notify: { url: 'http://127.0.0.1:9', key: 'none', callbackToken: 'none-at-all-here' },
    clockShiftMs: 0,
    outdir: join(folder, 'cdk.out'),
    dataDir: null,
    onLog: ({ text }) => logged.push(text),
  });
});
afterAll(async () => {
  await stack?.engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, init?: RequestInit) =>
  fetch(`${stack.engine.siteUrl}${path}`, { redirect: 'manual', ...init });

const count = (channel: string, contacts: number) => ({
  specversion: '1.0',
  id: `year-${channel}`,
  source: 'urn:report',
  type: 'council.contacts.contacts-counted.v1',
  time: '2018-12-03T09:00:00Z',
  data: { service: 'all', channel, from: '2017-04-01', to: '2018-03-31', contacts, revision: 1 },
});

describe('open data', () => {
  test('is not there before the first release, and the site says so', async () => {
    const answer = await get('/open-data/');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
  });

  test('goes from the door to the site', async () => {
    const answer = await stack.engine.handleHttp(
      new Request('http://crier.local/events', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${sourceToken('contact-centre')}`,
          'content-type': 'application/cloudevents-batch+json',
        },
        body: JSON.stringify([count('telephone', 257_161), count('face_to_face', 89_727), count('email', 40_841)]),
      }),
    );
    expect(answer.status).toBe(202);
    await stack.engine.untilIdle();
    await stack.publish(londonDate(Date.now()));
    await stack.engine.untilIdle();
    expect(logged.filter((line) => line.includes('release-published'))).toHaveLength(1);
    const csv = await (await get('/open-data/contacts-by-channel/contacts-by-channel.csv')).text();
    expect(csv).toContain('period,period_start,area_code,service,channel,contacts,contacts_marker,percent');
    expect(csv).toContain('year,2017-04-01,E06000004,all,telephone,257161,');
  });

  test.each([
    ['contacts-by-channel/contacts-by-channel.csv', 'text/csv; charset=utf-8; header=present'],
    ['contacts-by-channel/contacts-by-channel.csv-metadata.json', 'application/csvm+json'],
    ['contacts-by-channel/contacts-by-channel.json', 'application/json; charset=utf-8'],
    ['catalog.jsonld', 'application/ld+json'],
    ['', 'text/html; charset=utf-8'],
  ])('%s is open to all pages, as %s', async (path, type) => {
    const { status, headers } = await get(`/open-data/${path}`);
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('says of a CSV file where its metadata is', async () => {
    const { headers } = await get('/open-data/contacts-by-channel/contacts-by-channel.csv');
    expect(headers.get('link')).toBe(
      '<contacts-by-channel.csv-metadata.json>; rel="describedby"; type="application/csvm+json"',
    );
    expect((await get('/open-data/contacts-by-channel/contacts-by-channel.csv-metadata.json')).status).toBe(200);
    expect((await get('/open-data/contacts-by-channel/contacts-by-channel.json')).headers.get('link')).toBeNull();
  });

  test('has dated copies at their own address, to be kept for good', async () => {
    const today = londonDate(Date.now());
    const { status, headers } = await get(`/open-data/contacts-by-channel/v/${today}/contacts-by-channel.csv`);
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  test.each([
    ['/', 301, '/open-data/'],
    ['/open-data', 301, '/open-data/'],
    ['/open-data/contacts-by-channel', 301, '/open-data/contacts-by-channel/'],
    ['/open-data/nowhere.csv', 404, null],
    ['/releases/', 404, null],
    ['/wp-login.php', 404, null],
  ])('%s is answered with %i', async (path, status, location) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([status, location]);
  });

  test.each(['/open-data/nowhere.csv', '/open-data/nowhere/', '/releases/', '/wp-login.php'])(
    '%s is a page in words that leads on',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      const page = await answer.text();
      expect(page).toContain('<h1 class="govuk-heading-l">Page not found</h1>');
      expect(page).toContain('href="/open-data/"');
    },
  );

  test('answers what browsers ask before, and takes nothing that would change it', async () => {
    const asked = await get('/open-data/data.json', { method: 'OPTIONS' });
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    expect((await get('/open-data/data.json', { method: 'PUT', body: '{}' })).status).toBe(403);
    const head = await get('/open-data/data.json', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('sends nothing again to who has it', async () => {
    const etag = (await get('/open-data/data.json')).headers.get('etag') ?? '';
    expect((await get('/open-data/data.json', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  test("is published when an officer asks, who also sees today's figures", async () => {
    const ask = async (path: string, init: RequestInit = {}) => {
      const headers = { authorization: `Bearer ${OFFICER_TOKEN}` };
      const answer = await stack.engine.handleHttp(new Request(`http://crier.local${path}`, { ...init, headers }));
      return [answer.status, await answer.json()];
    };
    const today = londonDate(Date.now());
    expect(await ask('/officers/today')).toMatchObject([200, { day: today, notices: [] }]);
    const stands = () => logged.filter((line) => line.includes('release-stands')).length;
    const before = stands();
    const body = JSON.stringify({ as_of: today });
    expect(await ask('/officers/publish', { method: 'POST', body })).toEqual([202, { as_of: today }]);
    await stack.engine.untilIdle();
    expect(stands()).toBe(before + 1);
    expect((await ask('/officers/status'))[0]).toBe(200);
  });

  test('is released once a day: asking again leaves it', async () => {
    const stands = () => logged.filter((line) => line.includes('release-stands')).length;
    const before = stands();
    await stack.publish(londonDate(Date.now()));
    await stack.engine.untilIdle();
    expect(stands()).toBe(before + 1);
  });
});
