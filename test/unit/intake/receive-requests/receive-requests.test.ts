import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiveRequests } from '../../../../functions/intake/receive-requests/receive-requests.ts';
import { aRequest } from '../../../support/http-request.ts';
import { Killed, killing } from '../../../support/kill.ts';
import { API_KEYS, anUpdate, inXml, open311World, REPORT, TUESDAY } from '../../../support/open311-world.ts';
import { testKey } from '../../../support/register.ts';

const RECEIVED = 'council.requests.request-received.v1';
const matterOf = (id: string) => ({ kind: 'request', id: testKey('matter', 'request', id) });

describe('a report', () => {
  it('becomes the event of a request, with whoever made it and what they say in the register alone', async () => {
    const { report, bus, register } = open311World();
    const id = await report();
    expect(id).toMatch(/^SR-[0-9A-HJKMNP-TV-Z]{10}$/);
    const [event] = bus.ofType(RECEIVED);
    expect(event).toMatchObject({ origin: 'fixmystreet', time: '2026-09-29T09:00:00.000Z', source: 'council.intake' });
    expect(event!.data).toEqual({
      ...{ request_ref: matterOf(id).id, service_code: 'fly-tipping', received_at: '2026-09-29T09:00:00.000Z' },
    });
    expect(JSON.stringify([...bus.events.values()])).not.toMatch(/Zebedee|Marked|900123|54\.57/);
    const view = await register.matter(matterOf(id));
    expect(view!.told.words).toEqual({
      service_name: 'dumped rubbish',
      report: {
        description: REPORT.description,
        place: { lat: 54.570512, long: -1.328845 },
        answers: [{ code: 'size', values: ['van'] }],
      },
    });
    expect(view!.matter.people[0]).toMatchObject({
      first_name: 'Zebedee Markham',
      contacts: { sms: { to: '+447700900123' }, email: { to: 'zebedee@marked.example' } },
    });
    expect(await register.references(event!.id)).toEqual({ request_ref: id });
  });

  it('that comes again within three days is the same one, and later or with another word another', async () => {
    const { report, bus, clock } = open311World();
    const id = await report();
    clock.now += 72 * 3_600_000;
    expect(await report()).toBe(id);
    expect(bus.events.size).toBe(1);
    const other = await report({ ...REPORT, description: 'Another' });
    const named = await report({ ...REPORT, 'attribute[fixmystreet_id]': '71234' });
    clock.now += 1;
    const later = await report();
    expect(new Set([id, other, named, later]).size).toBe(4);
  });

  it('of another client is another', async () => {
    const { report } = open311World();
    expect(await report({ ...REPORT, api_key: API_KEYS['street-works'] })).not.toBe(await report());
  });

  it.each([
    [
      'no service_code',
      { service_code: '' },
      ['service_code is missing, or is not one of this council: see services.'],
    ],
    ['a service that there is not', { service_code: 'dragons' }, [expect.stringContaining('service_code is missing')]],
    ['half a place', { long: '' }, [expect.stringContaining('Say where it is')]],
    ['no place', { lat: '', long: '' }, [expect.stringContaining('Say where it is')]],
    ['a place that is no number', { lat: '0x1' }, [expect.stringContaining('Say where it is')]],
    ['a huge number', { lat: `${'9'.repeat(400)}` }, [expect.stringContaining('Say where it is')]],
    [
      'lat and long the wrong way round',
      { lat: '-1.328845', long: '54.570512' },
      [expect.stringContaining('wrong way round')],
    ],
    ['a place off the earth', { lat: '91' }, [expect.stringMatching(/^lat: /)]],
    [
      'a picture at an address of another kind',
      { media_url: 'file:///etc/passwd' },
      [expect.stringMatching(/^media_url: /)],
    ],
    ['a story', { description: 'x'.repeat(4001) }, [expect.stringMatching(/^description: /)]],
    [
      'an answer that cannot be chosen',
      { 'attribute[size]': 'toString' },
      ['attribute[size] must be one key of its values.'],
    ],
  ])('with %s is refused, and nothing is kept of it', async (_, more, faults) => {
    const { post, bus, register } = open311World();
    const answer = await post('requests.json', { ...REPORT, ...more });
    expect(answer).toEqual({ status: 400, body: faults.map((description) => ({ code: 400, description })) });
    expect([bus.events.size, register.count()]).toEqual([0, 0]);
  });

  it('tells of its faults in XML too', async () => {
    const { post } = open311World();
    const answer = await post('requests.xml', { ...REPORT, api_key: 'wrong' });
    expect(answer.status).toBe(403);
    expect(inXml(answer)).toEqual({
      errors: { error: [{ code: 403, description: 'api_key is missing, or is not one that this council knows.' }] },
    });
  });

  it('has its id told in XML', async () => {
    const { post, report } = open311World();
    const answer = await post('requests.xml', REPORT);
    expect(inXml(answer)).toEqual({
      service_requests: { request: [{ service_request_id: await report(), service_notice: '', account_id: '' }] },
    });
  });

  it.each([
    ['no form', { contentType: 'application/json', body: '{"__proto__":{}}' }],
    ['bytes that are not UTF-8', { body: null }],
    ['escaped bytes that are not UTF-8', { body: 'service_code=%ff%fe' }],
    ['a control character', { body: 'service_code=pothole%00' }],
    ['a field twice', { body: 'service_code=pothole&service_code=graffiti' }],
    ['a thousand fields', { body: Array.from({ length: 1000 }, (_, n) => `f${n}=1`).join('&') }],
  ])('that is %s is refused before anybody is asked who it is of', async (_, request) => {
    const { door } = open311World();
    const contentType = 'application/x-www-form-urlencoded';
    const asked = aRequest({ method: 'POST', parameters: { proxy: 'requests.json' }, contentType, ...request });
    expect((await receiveRequests(door, asked)).status).toBe(400);
  });

  it.each(['toString.json', 'requests.html', 'requests', 'requests/1.json', 'services.json', '__proto__.xml'])(
    'to %s has nowhere to go',
    async (path) => {
      const { post } = open311World();
      expect((await post(path, REPORT)).status).toBe(404);
    },
  );

  it('for another council is not taken here', async () => {
    const { post, bus } = open311World();
    expect((await post('requests.json', { ...REPORT, jurisdiction_id: 'elsewhere.gov.uk' })).status).toBe(404);
    expect((await post('requests.json', { ...REPORT, jurisdiction_id: 'stockton.gov.uk' })).status).toBe(200);
    expect(bus.events.size).toBe(1);
  });
});

describe('an update', () => {
  const STAGE = 'council.requests.stage-changed.v1';
  const CLOSED = 'council.requests.request-closed.v1';

  it.each([
    ['INVESTIGATING', STAGE, { stage: 'assessed' }],
    ['planned', STAGE, { stage: 'booked' }],
    ['in_progress', STAGE, { stage: 'in-progress' }],
    ['fixed', CLOSED, { outcome: 'fixed' }],
    ['no_further_action', CLOSED, { outcome: 'no-further-action' }],
    ['not_councils_responsibility', CLOSED, { outcome: 'not-councils-responsibility' }],
  ])('of status %s becomes %s, without what its sender wrote', async (status, type, data) => {
    const { report, post, bus } = open311World();
    const id = await report();
    const answer = await post('servicerequestupdates.json', anUpdate(id, { status }));
    expect(answer).toEqual({ status: 200, body: [{ update_id: 'u-1' }] });
    const [event] = bus.ofType(type);
    expect(event).toMatchObject({ origin: 'street-works', time: '2026-09-29T08:30:00.000Z', data });
    expect(JSON.stringify(event)).not.toMatch(/Zebedee|Joe/);
    await post('servicerequestupdates.json', anUpdate(id, { status }));
    expect(bus.events.size).toBe(2);
  });

  it('by the own code of its back office goes before the word that everybody uses', async () => {
    const clients = [{ name: 'street-works', statuses: { fixed: ['C99'], 'in-progress': ['in_progress'] } }];
    const world = open311World({ clients: [{ name: 'fixmystreet' }, ...clients] });
    const id = await world.report();
    await world.post('servicerequestupdates.json', anUpdate(id, { external_status_code: 'c99' }));
    expect(world.bus.ofType(CLOSED)).toHaveLength(1);
  });

  it('of a status that was not agreed alarms, is refused and tells nobody', async () => {
    const { report, post, bus, alarms } = open311World();
    const answer = await post('servicerequestupdates.json', anUpdate(await report(), { status: 'duplicate' }));
    expect(answer).toMatchObject({ status: 400, body: [{ code: 400 }] });
    expect([bus.events.size, alarms]).toEqual([1, [['unmapped-status', { client: 'street-works' }]]]);
  });

  it('that changes nothing is taken, and tells nobody', async () => {
    const { report, post, bus, alarms } = open311World();
    const answer = await post('servicerequestupdates.json', anUpdate(await report(), { status: 'internal_referral' }));
    expect([answer.status, bus.events.size, alarms]).toEqual([200, 1, []]);
  });

  it.each([
    ['of a request that nobody knows', { service_request_id: 'SR-0000000000' }, 404],
    ['of a client that may only report', { api_key: API_KEYS.fixmystreet }, 403],
    ['without a description', { description: '' }, 400],
    ['of tomorrow', { updated_datetime: '2026-09-30T09:00:00Z' }, 400],
    ['without a time zone', { updated_datetime: '2026-09-29T08:00:00' }, 400],
    ['with an id without end', { update_id: 'u'.repeat(101) }, 400],
  ])('%s is refused', async (_, more, status) => {
    const { report, post, bus } = open311World();
    const answer = await post('servicerequestupdates.json', anUpdate(await report(), more));
    expect([answer.status, bus.events.size]).toEqual([status, 1]);
  });

  it('whose id was used for another is refused, and the first stands', async () => {
    const { report, post, bus } = open311World();
    const id = await report();
    await post('servicerequestupdates.json', anUpdate(id));
    expect((await post('servicerequestupdates.json', anUpdate(id, { status: 'fixed' }))).status).toBe(400);
    expect(bus.ofType(CLOSED)).toEqual([]);
  });
});

describe('a door that dies', () => {
  type World = ReturnType<typeof open311World>;
  const act = async (world: World, dying: Partial<World['door']> = {}): Promise<string> => {
    const door = { ...world.door, ...dying };
    const { body } = (await world.post('requests.json', REPORT, door)) as { body: { service_request_id: string }[] };
    const id = body[0]!.service_request_id;
    await world.post('servicerequestupdates.json', anUpdate(id), door);
    return id;
  };

  it.each(['before', 'after'] as const)(
    '%s any of its writes loses no report and no update, and does none twice',
    async (when) => {
      for (let at = 0, died = true; died; at += 1) {
        const world = open311World();
        const { table, register, publish } = world.door;
        died = await act(world, killing({ table, register, publish }, at, when)).then(
          () => false,
          (error) => error instanceof Killed,
        );
        if (!died) expect(at).toBeGreaterThan(10);
        world.clock.now += 60_000;
        const id = await act(world);
        const known = world.register.everything();
        expect([world.bus.events.size, world.register.count()]).toEqual([2, 1]);
        expect(await act(world)).toBe(id);
        expect([world.bus.events.size, world.register.everything()]).toEqual([2, known]);
      }
    },
  );
});

describe('whatever a form says', () => {
  it('is answered with what is wrong or with an id, never with a fault, and again with the same', async () => {
    const field = fc.oneof(
      fc.constantFrom(...Object.keys(REPORT), 'address_id', 'address_string', 'media_url'),
      fc.string(),
    );
    const value = fc.oneof(fc.constantFrom(...Object.values(REPORT)), fc.string({ unit: 'binary' }), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.dictionary(field, value), fc.boolean(), async (odd, isXml) => {
        const { post, bus } = open311World();
        const path = `requests.${isXml ? 'xml' : 'json'}`;
        const first = await post(path, { ...REPORT, ...odd });
        expect([200, 400, 403, 404]).toContain(first.status);
        expect(await post(path, { ...REPORT, ...odd })).toEqual(first);
        expect(bus.events.size).toBe(first.status === 200 ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  });
});

it('the instant of a report is the one at which it came first', async () => {
  const { report, bus, clock } = open311World();
  await report();
  clock.now += 60_000;
  await report();
  const [event] = bus.ofType(RECEIVED);
  expect(Date.parse((event!.data as { received_at: string }).received_at)).toBe(TUESDAY);
});
