import { describe, expect, it } from 'vitest';
import { askWithin } from '../../../../functions/shared/http/ask.ts';
import type { Deps } from '../../../../functions/sync/deliver-events/ports.ts';
import { answered, none, type Temper } from '../../../support/back-office.ts';
import { type DeathAt, diedAt, dyingAt } from '../../../support/dying.ts';
import { REPORT } from '../../../support/open311-world.ts';
import { backOfficeWorld, NAME } from './world.ts';

const stored = (answers: Temper['answers']): Temper => ({ stores: true, answers });
const lost = (answers: Temper['answers']): Temper => ({ stores: false, answers });

describe('a request that somebody reports', () => {
  it('is posted to the back office of its service once, in its words, and what it is called there is kept', async () => {
    const world = await backOfficeWorld();
    for (let n = 0; n < 2; n += 1) await world.route();
    await world.passHours(1);
    const [one, ...others] = world.backOffice.requests;
    expect([others, await world.state()]).toEqual([[], 'delivered']);
    expect(Object.fromEntries(one!.form)).toEqual({
      ...{
        api_key: 'key-of-ours',
        service_code: 'FLY',
        jurisdiction_id: 'confirm',
        lat: '54.570512',
        long: '-1.328845',
      },
      description: `${REPORT.description}\n\nReference ${world.ref}`,
      ...{ 'attribute[size]': 'van', first_name: 'Zebedee Markham', email: REPORT.email },
    });
    expect(world.kept).toEqual([`${NAME} BO-1 ${world.ref}`]);
    const { ended } = await world.store.all();
    expect(ended.map(({ disclosed }) => disclosed)).toEqual([['first_name', 'email']]);
  });

  it.each([
    ['of another service', { origin: 'fixmystreet', service_code: 'pothole' }],
    ['that the back office told us of itself', { origin: NAME, service_code: 'fly-tipping' }],
  ])('%s is not posted', async (_, { origin, service_code }) => {
    const world = await backOfficeWorld();
    await world.route({ ...world.event, origin, data: { ...(world.event.data as object), service_code } });
    expect(await world.state()).toBe('none');
  });

  it('waits for the key that the back office gives, and somebody is told', async () => {
    const world = await backOfficeWorld();
    world.secret.key = null;
    await world.route();
    await world.work();
    expect([world.backOffice.asked, world.cries]).toEqual([[], ['no-secret']]);
    world.secret.key = 'key-of-ours';
    await world.passHours(1);
    expect(await world.state()).toBe('delivered');
  });
});

// The time that nobody waits through: whatever becomes of a POST, a second is made only where the first left nothing.
const AFTER: [string, Temper][] = [
  ['was stored, and the answer never came', stored(none('timeout'))],
  ['was stored, and the connection broke', stored(none('no-answer'))],
  ['was stored, and answered 500', stored(answered(500, 'oh'))],
  ['was stored, and answered garbage', stored(answered(200, '<html>Thank you</html>'))],
  ['was stored, and answered without an id', stored(answered(200, [{}]))],
  ['was stored, and answered without end', stored(none('too-large'))],
  ['never arrived', lost(none('not-reached'))],
  ['was lost on its way', lost(none('timeout'))],
  ['was turned away for now', lost(answered(429, ''))],
  ['failed there', lost(answered(503, ''))],
];

describe.each(['description', 'external_id'] as const)('where requests are found by %s', (found_by) => {
  it.each(AFTER)('one that %s is there once in the end', async (_, temper) => {
    const world = await backOfficeWorld(found_by);
    world.backOffice.tempers.push(temper);
    await world.route();
    await world.passHours(3);
    expect([world.backOffice.requests.length, await world.state()]).toEqual([1, 'delivered']);
    expect(world.kept).toEqual([`${NAME} BO-1 ${world.ref}`]);
  });

  it('one that is shown a minute later is not posted again meanwhile', async () => {
    const world = await backOfficeWorld(found_by);
    world.backOffice.hidden.forMs = 65_000;
    world.backOffice.tempers.push(stored(none('timeout')));
    await world.route();
    await world.passHours(3);
    expect([world.backOffice.requests.length, await world.state()]).toEqual([1, 'delivered']);
  });

  it('one that may be there is not posted again while nobody can look', async () => {
    const world = await backOfficeWorld(found_by);
    world.backOffice.tempers.push(stored(answered(500, '')));
    world.backOffice.looks.push(answered(503, ''), none('timeout'), answered(500, ''), none('no-answer'));
    await world.route();
    await world.passHours(12);
    expect([world.backOffice.requests.length, await world.state()]).toEqual([1, 'delivered']);
  });
});

it.each([
  ['one line of it', (text: string) => text.replaceAll('\n', ' ')],
  ['lines as browsers send them', (text: string) => `${text}\n`.replaceAll('\n', '\r\n')],
])('where a list makes %s, a request is found in it', async (_, as) => {
  const world = await backOfficeWorld();
  world.backOffice.shown.as = (text) => as(text ?? '');
  world.backOffice.tempers.push(stored(none('timeout')));
  await world.route();
  await world.passHours(1);
  expect([world.backOffice.requests.length, await world.state()]).toEqual([1, 'delivered']);
});

it('one that another request speaks of is not taken for ours', async () => {
  const world = await backOfficeWorld();
  world.backOffice.tempers.push(stored(none('timeout')));
  const description = `As I said in Reference ${world.ref} it is there Reference SR-OTHER`;
  world.backOffice.looks.push(answered(200, [{ service_request_id: 'OF-OTHERS', description }]));
  await world.route();
  await world.passHours(1);
  expect(world.kept).toEqual([`${NAME} BO-1 ${world.ref}`]);
});

it.each(['json', 'xml'] as const)('a back office that has %s is asked for that', async (format) => {
  const world = await backOfficeWorld('description', undefined, format);
  world.backOffice.tempers.push(stored(none('timeout')), stored('token'));
  await world.route();
  await world.passHours(1);
  expect(world.backOffice.asked).toEqual([`POST requests.${format}`, `GET requests.${format}`]);
});

it.each([
  ['is no list', answered(200, '<html/>')],
  [
    'may have been cut off',
    answered(
      200,
      Array.from({ length: 1000 }, (_, n) => ({ service_request_id: n })),
    ),
  ],
  ['is none', answered(404, '')],
])('where a list %s, an officer is told, who has it posted again or not', async (_, look) => {
  const world = await backOfficeWorld();
  world.backOffice.tempers.push(stored(none('timeout')));
  world.backOffice.looks.push(look);
  await world.route();
  await world.passHours(1);
  expect([await world.state(), world.cries]).toEqual(['dead not-known', ['delivery-dead not-known']]);
  expect(world.backOffice.requests).toHaveLength(1);
  await world.redrive();
  await world.passHours(1);
  expect([await world.state(), world.backOffice.requests.length]).toEqual(['delivered', 1]);
});

describe('where a back office does not show what it has', () => {
  it.each(AFTER)('one that %s is posted again only if it cannot be there', async (_, temper) => {
    const world = await backOfficeWorld('nothing');
    world.backOffice.tempers.push(temper);
    await world.route();
    await world.passHours(12);
    const isCertain = ['not-reached', 429].includes(
      (temper.answers as { reason?: string; status?: number }).reason ?? (temper.answers as { status: number }).status,
    );
    expect(await world.state()).toBe(isCertain ? 'delivered' : 'dead not-known');
    expect(world.backOffice.asked.filter((each) => each.startsWith('GET'))).toEqual([]);
    expect(world.backOffice.asked).toHaveLength(isCertain ? 2 : 1);
  });

  it('what an officer has tried again is posted', async () => {
    const world = await backOfficeWorld('nothing');
    world.backOffice.tempers.push(lost(none('timeout')));
    await world.route();
    await world.passHours(1);
    await world.redrive();
    await world.passHours(1);
    expect([await world.state(), world.backOffice.requests.length]).toEqual(['delivered', 1]);
  });
});

describe('a back office that answers with a token', () => {
  it('is asked for the id, and not told again', async () => {
    const world = await backOfficeWorld();
    world.backOffice.tempers.push(stored('token'));
    await world.route();
    await world.passHours(1);
    expect([await world.state(), world.kept]).toEqual(['waiting waits-for-id', []]);
    world.backOffice.hidden.tokens = false;
    await world.passHours(4);
    expect([await world.state(), world.kept]).toEqual(['delivered', [`${NAME} BO-1 ${world.ref}`]]);
    expect(world.backOffice.requests).toHaveLength(1);
    expect((await world.store.circuit(NAME)).failures).toBe(0);
  });
});

it.each([400, 403, 301, 404])('one that is answered %i is dead, and never posted again', async (status) => {
  const world = await backOfficeWorld();
  world.backOffice.tempers.push(lost(answered(status, [{ code: status, description: 'no' }])));
  await world.route();
  await world.passHours(12);
  expect([await world.state(), world.backOffice.asked]).toEqual([`dead http-${status}`, ['POST requests.json']]);
});

it('is posted to no address of our own network', async () => {
  const world = await backOfficeWorld();
  const requests = { ...world.deps.requests, ask: () => askWithin({ timeoutMs: 500, mostBytes: 9 }) };
  const transport = { ...world.subscriber.transport, url: 'https://10.0.0.1/open311/v2' };
  await world.route();
  await world.work({ ...world.deps, requests, subscribers: new Map([[NAME, { ...world.subscriber, transport }]]) });
  expect(await world.state()).toBe('dead address-not-allowed');
});

/** A worker whose ports die at one of their calls. */
function dying(deps: Deps, at: DeathAt) {
  const { points, guard } = dyingAt(at);
  const { view, key, keep } = guard(deps.requests, 'requests');
  const ask: Deps['requests']['ask'] = (timeoutMs) => guard({ ask: deps.requests.ask(timeoutMs) }, 'http').ask;
  const ports = guard({ name: deps.name, ring: deps.ring, noteEnds: deps.noteEnds }, 'ports');
  const { name, ring, noteEnds } = ports;
  return {
    points,
    deps: { ...deps, store: guard(deps.store, 'store'), requests: { view, key, keep, ask }, name, ring, noteEnds },
  };
}

describe.each(['before', 'after'] as const)('a worker that dies %s any of its calls', (side) => {
  it.each(['description', 'external_id', 'nothing'] as const)('leaves one request, found by %s', async (found_by) => {
    const killed = new Set<string>();
    for (let call = 1; ; call += 1) {
      const world = await backOfficeWorld(found_by);
      await world.route();
      const worker = dying(world.deps, { call, side });
      const died = await diedAt(world.work(worker.deps));
      if (!died) break;
      const where = `${side} ${worker.points.at(-1)}`;
      killed.add(worker.points.at(-1) as string);
      await world.route(); // its message comes back
      await world.passHours(5);
      const end = await world.state();
      if (found_by === 'nothing' && end === 'dead not-known')
        expect(world.backOffice.requests.length, where).toBeLessThan(2);
      else {
        expect([world.backOffice.requests.length, end], where).toEqual([1, 'delivered']);
        expect(new Set(world.kept), where).toEqual(new Set([`${NAME} BO-1 ${world.ref}`]));
      }
    }
    for (const point of ['http.ask', 'requests.keep', 'store.putSubject', 'store.putEnded'])
      expect(killed).toContain(point);
  });
});
