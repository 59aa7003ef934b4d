import { expect, test } from 'vitest';
import { answerOfficers } from '../../../../functions/performance/answer-officers/answer-officers.ts';
import { factsByDay } from '../../../../functions/performance/answer-officers/day-of-facts.ts';
import type { Fact } from '../../../../functions/performance/facts/fact.ts';
import { type FactObject, objectsOf } from '../../../../functions/performance/facts/objects.ts';
import { aRequest } from '../../../support/http-request.ts';

const TOKEN = 'a-token-for-tests';
const DAY = '2026-09-29';
const common = { day: DAY, recorded: DAY, area: 'E06000004', source: 'contact-centre' };

const counted = (id: string, contacts: number, revision: number, to = DAY): Fact => ({
  ...{ ...common, id, measure: 'contacts-counted', service: 'council_tax', channel: 'telephone' },
  ...{ from: DAY, to, contacts, revision },
});
const notice = (id: string, outcome: 'sent' | 'delivered'): Fact => ({
  ...{ ...common, id, measure: 'notice', notice: 'n1', notice_type: 'first_reminder', channel: 'sms', outcome },
  ...{
    reason_class: null,
    at: `${DAY}T10:00:00.000Z`,
    cost_pence: null,
    seconds: null,
    days_to_service: null,
    fallback: 0,
  },
});
const held = (id: string, notice: string): Fact => ({
  ...{ ...common, id, measure: 'notice', notice, notice_type: 'final', channel: null, outcome: 'blocked' },
  ...{
    reason_class: 'window',
    at: `${DAY}T09:00:00.000Z`,
    cost_pence: null,
    seconds: null,
    days_to_service: null,
    fallback: 0,
  },
});

/** The core with facts in a store of ours, at 10:04 in London on the day. */
function officer(facts: readonly Fact[] = []) {
  const store = new Map<string, FactObject>(objectsOf(facts).map((each) => [each.key, each]));
  const read: string[] = [];
  const published: unknown[] = [];
  const recorded: unknown[] = [];
  const deps = {
    officers: async () => ({ anna: TOKEN }),
    facts: factsByDay({
      async *list(prefix = '') {
        for (const key of store.keys()) if (key.startsWith(prefix)) yield { key, etag: '' };
      },
      read: async (key) => {
        read.push(key);
        return store.get(key) ?? null;
      },
    }),
    publish: async (command: unknown) => void published.push(command),
    record: (...about: unknown[]) => void recorded.push(about),
    now: () => Date.parse('2026-09-29T10:04:00+01:00'),
  };
  const ask = (method: string, path: string, { body = '', authorization = `Bearer ${TOKEN}` } = {}) =>
    answerOfficers(deps, aRequest({ method, path, authorization, body }));
  return { ask, store, read, published, recorded };
}

test("today's facts are counted once, and what was held and sent after all is not among what was not sent", async () => {
  const { ask } = officer([
    counted('c1', 50, 0),
    counted('c2', 45, 1),
    counted('c3', 900, 0, '2026-09-30'),
    { ...common, id: 'c4', measure: 'contact', service: 'council_tax', channel: 'telephone' },
    { ...common, id: 's1', measure: 'satisfaction', service: 'waste', channel: 'email', score: 4 },
    { ...common, id: 's2', measure: 'satisfaction', service: 'waste', channel: 'email', score: 5 },
    notice('n1', 'sent'),
    notice('n2', 'delivered'),
    notice('n3', 'delivered'),
    held('x1', 'n9'),
    held('x2', 'n1'),
    { ...common, id: 'y1', day: '2026-09-28', measure: 'contact', service: 'waste', channel: 'email' },
  ]);
  expect(await ask('GET', '/officers/today')).toEqual({
    status: 200,
    body: {
      day: DAY,
      contacts: [{ service: 'council_tax', channel: 'telephone', contacts: 46 }],
      satisfaction: { answers: 2, mean: 4.5 },
      notices: [{ notice_type: 'first_reminder', channel: 'sms', sent: 1, delivered: 1, failed: 0 }],
      notices_not_sent: [{ reason_class: 'window', notices: 1 }],
    },
  });
});

test('an object that was read is not read again', async () => {
  const { ask, store, read } = officer([counted('c1', 50, 0)]);
  await ask('GET', '/officers/today');
  for (const each of objectsOf([counted('c2', 45, 1)])) store.set(each.key, each);
  const { body } = await ask('GET', '/officers/today');
  expect(body).toMatchObject({ contacts: [{ contacts: 45 }] });
  expect(read).toEqual([...store.keys()]);
});

test('publishing is asked for up to yesterday, or up to the day that is named, and who asked is on record', async () => {
  const { ask, published, recorded } = officer();
  expect(await ask('POST', '/officers/publish')).toEqual({ status: 202, body: { as_of: '2026-09-28' } });
  expect(await ask('POST', '/officers/publish', { body: `{"as_of":"${DAY}"}` })).toMatchObject({
    body: { as_of: DAY },
  });
  expect(published).toEqual([{ as_of: '2026-09-28' }, { as_of: DAY }]);
  expect(recorded).toEqual([
    ['publication-asked', { officer: 'anna', as_of: '2026-09-28' }],
    ['publication-asked', { officer: 'anna', as_of: DAY }],
  ]);
});

test.each([
  ['a day to come', '{"as_of":"2026-09-30"}', '2026-09-30 is still to come'],
  ['no day', '{"as_of":"2026-02-30"}', 'Send {}'],
  ['another field', '{"asof":"2026-09-28"}', 'Send {}'],
  ['no JSON', 'now', 'Send {}'],
])('%s is refused in words, and nothing is published', async (_, body, words) => {
  const { ask, published } = officer();
  expect(await ask('POST', '/officers/publish', { body })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining(words), pointer: '/as_of' },
  });
  expect(published).toEqual([]);
});

test('a wrong token is answered with 401, and nothing is published or read', async () => {
  const { ask, published, read } = officer([counted('c1', 50, 0)]);
  const authorization = 'Bearer another-token-of-tests';
  expect(await ask('POST', '/officers/publish', { authorization })).toMatchObject({ status: 401 });
  expect(await ask('GET', '/officers/today', { authorization })).toMatchObject({ status: 401 });
  expect([published, read]).toEqual([[], []]);
});
