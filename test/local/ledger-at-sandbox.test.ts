import { afterEach, beforeEach, expect, test } from 'vitest';
import { countLedger } from '../../functions/notices/count-ledger/count-ledger.ts';
import { notifyThrough } from '../../functions/shared/notify/client.ts';
import { listThrough } from '../../functions/shared/notify/list.ts';
import { inMemoryCounts } from '../support/counts.ts';
import { inMemoryNoticeStore } from '../support/notice-store.ts';
import { keyOf, plannedNotice } from '../support/planned-notice.ts';
import { apiKey, openSandbox } from './notify/client.ts';
import { templateId, testWorld } from './notify/world.ts';

const TYPES = ['live', 'team', 'test'] as const;
type KeyType = (typeof TYPES)[number];
type Sandbox = Awaited<ReturnType<typeof openSandbox>>;

const NUMBERS: Record<KeyType, string> = { live: '07700900123', team: '07700900777', test: '07700900123' };

let opened: Sandbox;
beforeEach(async () => {
  opened = await openSandbox({ world: testWorld({ pageSize: 4 }) });
});
afterEach(() => opened.sandbox.close());

/** Notices that Notify took by a key of one type, and Crier's count by the same key. */
function crierWith(type: KeyType) {
  const key = `Main ${type}`;
  const store = inMemoryNoticeStore();
  const counts = inMemoryCounts();
  const ways = { url: opened.sandbox.url.replace(/\/$/, ''), api_key: async () => apiKey(key), template_ids: {} };
  const alarms: string[] = [];
  const post = async (reference: string | undefined) => {
    const body = { phone_number: NUMBERS[type], template_id: templateId('plain'), ...(reference && { reference }) };
    const { status, body: answer } = await opened.as(key).sms(body);
    expect(answer).toMatchObject({ id: expect.any(String) });
    expect(status).toBe(201);
    return answer.id as string;
  };
  return {
    alarms,
    post,
    async send(name: string) {
      const reference = `${keyOf(name)}.sms`;
      const notify_id = await post(reference);
      const posted_at = Date.now();
      const attempt = { reference, address: keyOf('a'), notify_id, posted_at, outcome: 'accepted' } as const;
      await store.put(plannedNotice(name, { state: 'accepted', attempts: { sms: attempt } }));
    },
    async count() {
      const alarm = (what: string) => alarms.push(what);
      const deps = {
        store,
        decided: store,
        counts,
        hasApiKey: async () => true,
        alarm,
        counted: () => {},
        now: () => Date.now(),
        notify: notifyThrough(ways),
        list: listThrough(ways),
      };
      await countLedger(deps, () => 60_000);
      return (await counts.read()).last;
    },
  };
}

const NAMES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

test.each(TYPES)(
  'with a %s key the sandbox and the notices agree, page by page, beside other people’s',
  async (type) => {
    const crier = crierWith(type);
    for (const name of NAMES) await crier.send(name);
    await crier.post('their own reference');
    await crier.post(undefined);
    // Of a key of another type, nothing can be seen: neither more nor less.
    const other = crierWith(type === 'test' ? 'live' : 'test');
    await other.post(`${keyOf('one')}.sms`);
    const total = { attempts: 9, stored: 9, missing: 0, unknown: 0, twice: 0 };
    expect(await crier.count()).toMatchObject({ total, others: 2, found: [] });
    expect(crier.alarms).toEqual([]);
  },
);

test('an extra stored message of one notice is found', async () => {
  const crier = crierWith('test');
  for (const name of NAMES) await crier.send(name);
  await crier.post(`${keyOf('two')}.sms`);
  expect(await crier.count()).toMatchObject({ found: [{ notice: keyOf('two'), difference: 'twice' }] });
  expect(crier.alarms).toEqual(['ledger-unbalanced']);
});

test('what was taken by a key of another type counts as missing, for nobody can see it', async () => {
  const live = crierWith('live');
  for (const name of NAMES.slice(0, 3)) await live.send(name);
  const store = inMemoryNoticeStore();
  const id = await live.post(`${keyOf('lost')}.sms`);
  const attempt = { reference: `${keyOf('lost')}.sms`, address: keyOf('a'), notify_id: id, posted_at: Date.now() };
  await store.put(plannedNotice('lost', { state: 'accepted', attempts: { sms: { ...attempt, outcome: 'accepted' } } }));
  const ways = {
    url: opened.sandbox.url.replace(/\/$/, ''),
    api_key: async () => apiKey('Main test'),
    template_ids: {},
  };
  const counts = inMemoryCounts();
  const deps = {
    store,
    decided: store,
    counts,
    hasApiKey: async () => true,
    alarm: () => {},
    counted: () => {},
    now: () => Date.now(),
    notify: notifyThrough(ways),
  };
  await countLedger({ ...deps, list: listThrough(ways) }, () => 60_000);
  expect((await counts.read()).last).toMatchObject({ total: { attempts: 1, stored: 0, missing: 1 } });
});
