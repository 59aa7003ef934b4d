import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveryView } from '../../contracts/officers/deliveries.ts';
import type { Page } from '../../contracts/officers/page.ts';
import { councilOf } from '../../infra/config/councils.ts';
import type { Council } from '../../infra/config/types.ts';
import { closeServer, listen, serve } from '../../infra/local/engine/web/serve.ts';
import { type Notify, startSandbox } from '../../infra/local/start/notify.ts';
import { OFFICER_TOKEN } from '../../infra/local/start/officers.ts';
import { type RunningStack, sourceToken, startStack } from '../../infra/local/start/stack.ts';
import { type Open311Server, startOpen311Server, type Way } from '../support/open311-server.ts';

// Two back offices with Open311 servers of their own, over real sockets: one that has JSON and shows what it was told, one that has XML
// alone and shows nothing of it. Residents report to the council, both are told, and residents are told what becomes of it.
const TUESDAY = Date.parse('2026-09-29T10:00:00+01:00');
const MINUTE_MS = 60_000;
const [STREETS, BINS] = ['streets', 'bins'] as const;

const folder = mkdtempSync(join(tmpdir(), 'crier-back-offices-'));
const logged: string[] = [];
const denied: string[] = [];
const rang: string[] = [];
let streets: Open311Server;
let bins: Open311Server;
let door: Server;
let notify: Notify;
let stack: RunningStack;
let shiftMs = TUESDAY - Date.now();
const now = () => Date.now() + shiftMs;

const STATUSES = {
  ...{ assessed: ['investigating'], 'in-progress': ['in_progress'], fixed: ['fixed', 'closed'] },
  nothing: ['open'],
};

const takes = { owner: 'Environment', fields: ['first_name' as const], timeout_seconds: 1, per_second: 50, days: 3 };

const councilWith = (council: Council): Council => ({
  ...council,
  open311: {
    ...council.open311,
    back_offices: [
      {
        ...{ name: STREETS, url: streets.url, jurisdiction_id: 'streets', statuses: STATUSES },
        takes: { ...takes, services: { pothole: 'POT', graffiti: 'GRA' }, found_by: 'description' },
      },
      {
        ...{ name: BINS, url: bins.url, jurisdiction_id: 'bins', format: 'xml', statuses: STATUSES },
        takes: { ...takes, services: { 'missed-bin': 'MB' }, found_by: 'nothing' },
      },
    ],
  },
});

beforeAll(async () => {
  const open311 = { shows: true, now } as const;
  streets = await startOpen311Server({
    ...{ ...open311, format: 'json', jurisdiction_id: 'streets', key: sourceToken(STREETS), services: ['POT', 'GRA'] },
  });
  bins = await startOpen311Server({
    ...{ ...open311, shows: false, format: 'xml', jurisdiction_id: 'bins', key: sourceToken(BINS), services: ['MB'] },
  });
  const council = councilWith(councilOf('stockton'));
  // Notify has to know where it calls back before the stack is there.
  door = createServer(serve(async (request) => (await stack?.answer(request)) ?? new Response(null, { status: 503 })));
  notify = await startSandbox({
    ...{ serviceName: council.settings.council_name, apiUrl: await listen(door), now, dataDir: null, onText: () => {} },
  });
  stack = await startStack({
    ...{ council, notify, clockShiftMs: shiftMs, outdir: join(folder, 'cdk.out'), dataDir: null },
    onLog: ({ text }) => logged.push(text),
    onDenied: (words) => denied.push(words),
    onAlarm: (what) => rang.push(what),
  });
});
afterAll(async () => {
  await stack?.engine.close();
  await notify?.close();
  if (door) await closeServer(door);
  await streets?.close();
  await bins?.close();
  rmSync(folder, { recursive: true, force: true });
});

const SOON_MS = 45_000;

/** Moves the clock on, once nothing is under way, and then to whatever comes due soon after. */
async function pass(minutes: number): Promise<void> {
  const moveOn = async (ms: number) => {
    await stack.engine.untilIdle({ ignoreDelayed: true });
    stack.engine.clock.moveOn(ms);
    notify.sandbox!.letPass(ms);
    shiftMs += ms;
    await stack.engine.untilIdle({ ignoreDelayed: true });
  };
  await moveOn(minutes * MINUTE_MS);
  const until = now() + SOON_MS;
  for (let due = stack.engine.clock.nextDueAt(); due && due < until; due = stack.engine.clock.nextDueAt())
    await moveOn(Math.max(0, due - now()) + 1);
}

type Report = { service_code: string; words: string; phone: string };

/** A resident's report, as a site sends it. @returns our reference */
async function report({ service_code, words, phone }: Report): Promise<string> {
  const form = { service_code, description: words, phone, first_name: 'Zebedee', lat: '54.5705', long: '-1.3288' };
  const answer = await stack.engine.handleHttp(
    new Request('http://crier.local/open311/v2/requests.json', {
      method: 'POST',
      body: new URLSearchParams({ ...form, api_key: sourceToken('fixmystreet') }),
    }),
  );
  expect(answer.status).toBe(200);
  const [{ service_request_id }] = (await answer.json()) as [{ service_request_id: string }];
  return service_request_id;
}

/** What everybody sees of it. */
async function shown(ref: string): Promise<{ status: string; updates: string[] }> {
  const get = async (path: string) =>
    (await stack.engine.handleHttp(new Request(`http://crier.local/open311/v2/${path}`))).json();
  const [request] = (await get(`requests/${ref}.json`)) as [{ status: string }];
  const updates = (await get('servicerequestupdates.json')) as { service_request_id: string; status: string }[];
  return {
    status: request.status,
    updates: updates.filter((each) => each.service_request_id === ref).map(({ status }) => status),
  };
}

const officer = async <Told>(path: string, body?: object): Promise<Told> => {
  const headers = { authorization: `Bearer ${OFFICER_TOKEN}`, 'content-type': 'application/json' };
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  return (await stack.engine
    .handleHttp(new Request(`http://crier.local/officers/${path}`, { headers, ...init }))
    .then((answer) => answer.json())) as Told;
};

const deliveries = async (subscriber: string) =>
  (await officer<Page<DeliveryView>>(`deliveries?subscriber=${subscriber}`)).items;
const ends = async (subscriber: string) =>
  (await deliveries(subscriber)).map(({ state, reason }) => `${state} ${reason ?? ''}`.trim()).sort();

/** The texts that a phone has, by what they are about. */
const texts = (phone: string): string[] =>
  notify
    .sandbox!.messages()
    .filter(({ to, type }) => type === 'sms' && to.replaceAll(' ', '').endsWith(phone.slice(1)))
    .map(({ template_name }) => template_name.split('.sms')[0]!);

const posts = ({ asked }: Open311Server) => asked.filter((each) => each.startsWith('POST')).length;

/** A report as the system of service requests tells it, as an event. */
async function tell(ref: string, { service_code, words, phone }: Report): Promise<void> {
  const at = new Date(TUESDAY).toISOString();
  const reported = { description: words, place: { address: '12 Marked Street' } };
  const told = { request_ref: ref, service_code, service_name: 'Graffiti', received_at: at, report: reported };
  const answer = await stack.engine.handleHttp(
    new Request('http://crier.local/events', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sourceToken('service-requests')}`,
        'content-type': 'application/cloudevents+json',
      },
      body: JSON.stringify({
        ...{ specversion: '1.0', id: `told-${ref}`, source: 'urn:stockton:service-requests', time: at },
        type: 'council.requests.request-received.v1',
        data: { ...told, reporter: { name: 'Zebedee', mobile: phone } },
      }),
    }),
  );
  expect(answer.status).toBe(202);
}

test('a report is posted once, whether a site posts it or an event tells it, and its stages come back as texts', async () => {
  const deep = { service_code: 'pothole', words: 'A deep one', phone: '07700900101' };
  const painted = { service_code: 'graffiti', words: 'All of a wall', phone: '07700900102' };
  const ref = await report(deep);
  expect(await report(deep)).toBe(ref);
  for (let n = 0; n < 2; n += 1) await tell('RQ-7', painted);
  await pass(1);
  expect(streets.taken.map(({ form }) => [form.get('service_code'), form.get('description')]).sort()).toEqual([
    ['GRA', 'All of a wall\n\nReference RQ-7'],
    ['POT', `A deep one\n\nReference ${ref}`],
  ]);
  expect([posts(streets), await ends(STREETS)]).toEqual([2, ['delivered', 'delivered']]);
  const [hole, wall] = [deep, painted].map(({ words }) => streets.named(words)[0]!.service_request_id);
  streets.say(hole!, 'investigating');
  streets.say(wall!, 'closed');
  await pass(5);
  streets.say(hole!, 'in_progress');
  await pass(5);
  expect([await shown(ref), await shown('RQ-7')]).toEqual([
    { status: 'open', updates: ['investigating', 'in_progress'] },
    { status: 'closed', updates: ['fixed'] },
  ]);
  expect([texts(deep.phone), texts(painted.phone)]).toEqual([
    ['sr.received', 'sr.status.updated', 'sr.status.updated'],
    ['sr.received', 'sr.closed'],
  ]);
  expect(rang).toEqual([]);
});

type Trouble = { at: 'streets' | 'bins'; way: Way; posts: number; taken: number; end: string };

/** What becomes of the first POST of a request, how often it is posted and taken, and how that ends. Bins show nothing of ours. */
const TROUBLES: readonly Trouble[] = [
  { at: 'streets', way: 'answers 500', posts: 2, taken: 1, end: 'delivered' },
  { at: 'streets', way: 'turns it away for now', posts: 2, taken: 1, end: 'delivered' },
  { at: 'streets', way: 'takes it, and answers 500', posts: 1, taken: 1, end: 'delivered' },
  { at: 'streets', way: 'takes it, and breaks the connection', posts: 1, taken: 1, end: 'delivered' },
  { at: 'streets', way: 'takes it, and never ends its answer', posts: 1, taken: 1, end: 'delivered' },
  { at: 'streets', way: 'takes it, and answers with entities', posts: 1, taken: 1, end: 'delivered' },
  { at: 'streets', way: 'takes it, and will say later what it calls it', posts: 1, taken: 1, end: 'delivered' },
  { at: 'streets', way: 'refuses it', posts: 1, taken: 0, end: 'dead http-400' },
  { at: 'bins', way: 'takes it', posts: 1, taken: 1, end: 'delivered' },
  { at: 'bins', way: 'takes it, and will say later what it calls it', posts: 1, taken: 1, end: 'delivered' },
  { at: 'bins', way: 'turns it away for now', posts: 2, taken: 1, end: 'delivered' },
  { at: 'bins', way: 'takes it, and breaks the connection', posts: 1, taken: 1, end: 'dead not-known' },
  { at: 'bins', way: 'answers 500', posts: 1, taken: 0, end: 'dead not-known' },
];
const phoneOf = (n: number) => `07700900${140 + n}`;
const wordsOf = ({ way, at }: Trouble) => `${at} ${way}:`;
const serverOf = ({ at }: Pick<Trouble, 'at'>) => ({ streets, bins })[at];
const refs: string[] = [];

/** By reference: how each has ended. */
const endsNow = async () => {
  const all = [...(await deliveries(STREETS)), ...(await deliveries(BINS))];
  return new Map(all.map(({ subject, state, reason }) => [subject, `${state} ${reason ?? ''}`.trim()]));
};

test('whatever a back office does with one, it has it once or an officer is told', async () => {
  for (const [n, trouble] of TROUBLES.entries()) {
    serverOf(trouble).ways.set(wordsOf(trouble), [trouble.way]);
    const service_code = trouble.at === 'streets' ? 'pothole' : 'missed-bin';
    refs.push(await report({ service_code, words: wordsOf(trouble), phone: phoneOf(n) }));
  }
  await pass(1);
  for (const server of [streets, bins]) server.moods.tokens = 'known';
  await pass(1);
  await pass(3);
  await pass(15);
  const ends = await endsNow();
  expect(
    TROUBLES.map((each, n) => ({
      ...{ at: each.at, way: each.way, posts: serverOf(each).posts.get(wordsOf(each)) },
      ...{ taken: serverOf(each).named(wordsOf(each)).length, end: ends.get(refs[n]!) },
    })),
  ).toEqual(TROUBLES);
  expect(rang).toEqual(['deliver-events/today']);
});

const DEAD = TROUBLES.filter(({ end }) => end !== 'delivered');

test('what is dead is posted when an officer has it tried again, and no other', async () => {
  const before = [streets, bins].map(posts);
  for (const subscriber of [STREETS, BINS]) await officer('redrive', { subscriber });
  await pass(1);
  const ends = await endsNow();
  expect(refs.map((ref) => ends.get(ref))).toEqual(refs.map(() => 'delivered'));
  expect([streets, bins].map(posts)).toEqual(
    [STREETS, BINS].map((name, n) => before[n]! + DEAD.filter(({ at }) => at === name).length),
  );
});

test('everyone hears what became of theirs, by what the back office calls it', async () => {
  for (const server of [streets, bins])
    for (const { service_request_id, form } of server.taken)
      if (TROUBLES.some((each) => form.get('description')?.startsWith(wordsOf(each))))
        server.say(service_request_id, 'fixed');
  await pass(5);
  expect(TROUBLES.map((_, n) => texts(phoneOf(n)))).toEqual(TROUBLES.map(() => ['sr.received', 'sr.closed']));
});

/** How often functions have cried so. */
const cried = (what: string, more: object = {}): number =>
  logged.filter((line) => {
    const said = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
    return said['message'] === what && Object.entries(more).every(([name, value]) => said[name] === value);
  }).length;

test('a code that was not agreed rings an alarm and is told to nobody; what comes with it is told', async () => {
  const [one, other] = [
    { words: 'First hole', phone: '07700900131' },
    { words: 'Second hole', phone: '07700900132' },
  ] as const;
  for (const each of [one, other]) await report({ service_code: 'pothole', ...each });
  await pass(1);
  const before = rang.length;
  streets.say(streets.named(one.words)[0]!.service_request_id, 'duplicate');
  streets.say(streets.named(other.words)[0]!.service_request_id, 'in_progress');
  await pass(5);
  await pass(5);
  expect([texts(one.phone), texts(other.phone)]).toEqual([['sr.received'], ['sr.received', 'sr.status.updated']]);
  expect(rang.slice(before)).toEqual(['follow-back-offices/today']);
  expect(cried('unmapped-status', { back_office: STREETS })).toBeGreaterThan(1); // it is asked for again
});

test('a list with entities of its own, or without end, is not read: somebody is told, and all is learnt when it is whole', async () => {
  const full = { words: 'No end of bins', phone: '07700900133' };
  await report({ service_code: 'missed-bin', ...full });
  await pass(1);
  bins.say(bins.named(full.words)[0]!.service_request_id, 'investigating');
  for (const [mood, reason] of [
    ['entities', 'garbled'],
    ['endless', 'too-large'],
  ] as const) {
    bins.moods.updates = mood;
    await pass(5);
    expect([texts(full.phone), cried('back-office-silent', { back_office: BINS, reason })]).toEqual([
      ['sr.received'],
      1,
    ]);
  }
  bins.moods.updates = 'whole';
  await pass(5);
  await pass(5);
  expect(texts(full.phone)).toEqual(['sr.received', 'sr.status.updated']);
});

test('nothing that anybody wrote is in a log, and no function did what its role does not allow', () => {
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('\n')).not.toMatch(/Zebedee|Marked Street|deep one|0?7700 ?9001/);
  expect(denied).toEqual([]);
});
