import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../../../contracts/envelope.ts';
import { keepRequests } from '../../../functions/open311/keep-requests/keep-requests.ts';
import { Killed, killing } from '../../support/kill.ts';
import { anUpdate, inXml, open311World, REPORT, TUESDAY } from '../../support/open311-world.ts';
import { aPublicRequest } from '../../support/requests-store-port-suite.ts';

const DAY_MS = 24 * 3_600_000;
const RECEIVED = '2026-09-29T09:00:00Z';

/** A report that the back office has finished. */
async function finished() {
  const world = open311World();
  const id = await world.report();
  world.clock.now += 3_600_000;
  const update = { update_id: 'u-2', status: 'fixed', updated_datetime: '2026-09-29T09:40:00Z' };
  await world.post('servicerequestupdates.json', anUpdate(id, update));
  await world.settle();
  return { ...world, id };
}

describe('a request', () => {
  it('is shown with what became of it, and with nothing that anybody wrote', async () => {
    const { get, id } = await finished();
    expect((await get(`requests/${id}.json`)).body).toEqual([
      {
        ...{
          service_request_id: id,
          status: 'closed',
          status_notes: 'The work is done.',
          service_name: 'Dumped rubbish',
        },
        ...{ service_code: 'fly-tipping', description: null, agency_responsible: null, service_notice: null },
        ...{ requested_datetime: RECEIVED, updated_datetime: '2026-09-29T09:40:00Z', expected_datetime: null },
        ...{ address: null, address_id: null, zipcode: null, lat: 54.5705, long: -1.3288, media_url: null },
      },
    ]);
  });

  it('is the same in XML', async () => {
    const { get, id } = await finished();
    const answer = await get(`requests/${id}.xml`);
    expect(answer.headers).toEqual({ 'content-type': 'text/xml; charset=utf-8' });
    expect(inXml(answer)).toMatchObject({
      service_requests: { request: [{ service_request_id: id, status: 'closed', lat: 54.5705, description: '' }] },
    });
  });

  it('says nothing of whoever made it, at any address', async () => {
    const { get, id, store } = await finished();
    const paths = [
      'requests',
      `requests/${id}`,
      `tokens/${id}`,
      'servicerequestupdates',
      'services',
      'services/fly-tipping',
    ];
    for (const path of paths)
      for (const format of ['json', 'xml']) {
        const answer = await get(`${path}.${format}`);
        expect(answer.status).toBe(200);
        expect(JSON.stringify(answer)).not.toMatch(/zebedee|marked|markham|900123|mattress|joe/i);
      }
    expect(JSON.stringify(store.everything())).not.toMatch(/zebedee|marked|markham|900123|mattress|joe|54\.57051/i);
  });

  it('at a home has no place', async () => {
    const { report, settle, get, store } = open311World();
    const id = await report({ ...REPORT, service_code: 'missed-bin' });
    await settle();
    expect((await get(`requests/${id}.json`)).body).toMatchObject([{ lat: null, long: null }]);
    expect(JSON.stringify(store.everything())).not.toMatch(/54\.|1\.32/);
  });

  it('of a service that is public no longer is gone, and its place as soon as that is nobody’s business', async () => {
    const { get, id, open311, shows } = await finished();
    const services = open311.services.map((each) => ({ ...each, at: 'home' as const }));
    shows.open311 = { ...open311, services };
    expect((await get(`requests/${id}.json`)).body).toMatchObject([{ lat: null }]);
    shows.open311 = { ...open311, services: [] };
    expect([(await get(`requests/${id}.json`)).status, (await get('requests.json')).body]).toEqual([404, []]);
  });

  it('has a token that is its id', async () => {
    const { get, id } = await finished();
    expect((await get(`tokens/${id}.json`)).body).toEqual([{ service_request_id: id, token: id }]);
    expect((await get('tokens/none.json')).status).toBe(404);
  });

  it.each(['requests/SR-0.json', 'services/dragons.json', 'constructor.json', 'requests/a/b.json', 'requests', ''])(
    '%s is at no address',
    async (path) => expect((await open311World().get(path)).status).toBe(404),
  );
});

describe('what can be reported', () => {
  it('is listed, and each says what it asks', async () => {
    const { get } = open311World();
    const { body } = (await get('services.json')) as { body: { service_code: string; metadata: boolean }[] };
    expect(body.map(({ service_code, metadata }) => [service_code, metadata])).toContainEqual(['fly-tipping', true]);
    expect((await get('services/fly-tipping.json')).body).toMatchObject({
      service_code: 'fly-tipping',
      attributes: [
        { variable: true, code: 'size', datatype: 'singlevaluelist', order: 1, values: [{ key: 'bag' }, {}, {}, {}] },
      ],
    });
    expect(inXml(await get('services/fly-tipping.xml'))).toMatchObject({
      service_definition: {
        attributes: { attribute: [{ values: { value: [{ key: 'bag', name: 'One bag' }, {}, {}, {}] } }] },
      },
    });
  });
});

describe('a list', () => {
  async function many() {
    const world = open311World();
    for (let n = 0; n < 120; n += 1)
      await world.store.put(
        aPublicRequest({
          ...{ id: `SR-${n}`, requested_at: TUESDAY - n * DAY_MS, service_code: n % 2 ? 'pothole' : 'graffiti' },
          status: n % 3 ? 'open' : 'fixed',
        }),
        0,
        TUESDAY,
      );
    const ids = async (query: Record<string, string>) => {
      const { status, body } = (await world.get('requests.json', query)) as {
        status: number;
        body: { service_request_id: string }[];
      };
      return status === 200 ? body.map(({ service_request_id }) => service_request_id) : status;
    };
    return { ...world, ids };
  }

  it('is of the last ninety days where nobody says otherwise, the newest first', async () => {
    const { ids } = await many();
    const found = (await ids({})) as string[];
    expect([found.length, found[0], found.at(-1)]).toEqual([91, 'SR-0', 'SR-90']);
  });

  it('is narrowed by code, status and dates, and comes in pages', async () => {
    const { ids } = await many();
    const span = { start_date: '2026-09-20T09:00:00Z', end_date: '2026-09-25T10:00:00+01:00' };
    expect(await ids(span)).toEqual(['SR-4', 'SR-5', 'SR-6', 'SR-7', 'SR-8', 'SR-9']);
    expect(await ids({ ...span, status: 'closed' })).toEqual(['SR-6', 'SR-9']);
    expect(await ids({ ...span, service_code: 'pothole,dragons', page: '2', page_size: '2' })).toEqual(['SR-9']);
    expect(await ids({ service_request_id: 'SR-119,SR-3, none' })).toEqual(['SR-119', 'SR-3']);
    expect(await ids({ start_date: '2026-06-01T00:00:00Z' })).toHaveLength(89);
  });

  it.each([
    ['more than ninety days', { start_date: '2026-06-01T00:00:00Z', end_date: '2026-09-01T00:00:00Z' }],
    ['an end before its beginning', { start_date: '2026-06-02T00:00:00Z', end_date: '2026-06-01T00:00:00Z' }],
    ['a day without a zone', { start_date: '2026-06-01T00:00:00' }],
    ['no instant', { end_date: '9'.repeat(400) }],
    ['a page of nothing', { page_size: '0' }],
    ['a page without end', { page_size: '1e9' }],
    ['a page beyond all', { page: '999999' }],
    ['another status', { status: 'fixed' }],
    ['a thousand ids', { service_request_id: Array.from({ length: 1000 }, (_, n) => n).join() }],
  ])('of %s is refused', async (_, query) => {
    const { ids } = await many();
    expect(await ids(query)).toBe(400);
  });

  it.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])('from %s on is empty', async (start_date) => {
    const { ids } = await many();
    expect(await ids({ start_date })).toEqual([]);
  });
});

describe('updates', () => {
  it('are told as of when everybody could first see them', async () => {
    const { get, id, bus } = await finished();
    const [{ id: update_id }] = bus.ofType('council.requests.request-closed.v1') as [CloudEvent];
    const update = {
      ...{ update_id, service_request_id: id, status: 'fixed', updated_datetime: '2026-09-29T10:00:00Z' },
      ...{ description: 'The work is done.', media_url: '' },
    };
    expect((await get('servicerequestupdates.json')).body).toEqual([update]);
    expect((await get('servicerequestupdates.json', { start_date: '2026-09-29T10:00:01Z' })).body).toEqual([]);
    expect(inXml(await get('servicerequestupdates.xml'))).toMatchObject({
      service_request_updates: { request_update: { update_id, status: 'fixed' } },
    });
  });
});

describe('what everybody may see', () => {
  /** A report and all that may become of it, as events on the bus. */
  async function story() {
    const world = open311World();
    const id = await world.report();
    const news = ['investigating', 'planned', 'fixed', 'in_progress', 'no_further_action'];
    for (const [n, status] of news.entries()) {
      const updated_datetime = new Date(TUESDAY - (n + 1) * 60_000).toISOString();
      await world.post('servicerequestupdates.json', anUpdate(id, { update_id: `u-${n}`, status, updated_datetime }));
    }
    return { ...world, id, events: [...world.bus.events.values()] };
  }

  it('is the same in whatever order events come, and however often', async () => {
    const { events, settle, store, id } = await story();
    await settle();
    const inOrder = store.everything();
    expect(await store.request(id)).toMatchObject({ request: { status: 'investigating' } });
    const shuffled = fc.shuffledSubarray([...events, ...events], { minLength: events.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (order) => {
        const other = await story();
        await other.settle(order);
        await other.settle(events.slice(-1));
        expect(other.store.everything()).toEqual(inOrder);
      }),
      { numRuns: 25 },
    );
  });

  it.each(['before', 'after'] as const)('is whole after a worker that died %s any of its steps', async (when) => {
    const told = await story();
    await told.settle();
    for (let at = 0, died = true; died; at += 1) {
      const { events, register, store, settle, open311, shows } = await story();
      const event = events.at(-1) as CloudEvent;
      const dying = killing({ register, store }, at, when);
      died = await keepRequests({ ...dying, open311, now: shows.now }, event).then(
        () => false,
        (error) => error instanceof Killed,
      );
      if (!died) expect(at).toBeGreaterThan(4);
      await settle([event]);
      expect(store.everything()).toEqual(told.store.everything());
    }
  });

  it('is never older than what another wrote while a worker stood still', async () => {
    const { report, post, store, register, open311, shows, bus, settle } = open311World();
    const id = await report();
    await settle();
    const [event] = [...bus.events.values()] as [CloudEvent];
    const standing = {
      ...store,
      put: async (...args: Parameters<typeof store.put>) => {
        standing.put = store.put;
        await post('servicerequestupdates.json', anUpdate(id, { status: 'fixed' }));
        await settle();
        return store.put(...args);
      },
    };
    await keepRequests({ register, store: standing, open311, now: shows.now }, event);
    expect(await store.request(id)).toMatchObject({ request: { status: 'fixed' } });
  });
});
