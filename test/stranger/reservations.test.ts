// What issue 17 asks of the notices: a family that the project does not know joins, and no other file changes. Its event, its
// kind of matter and its notice type are those of this folder.

import { expect, test } from 'vitest';
import { factsOf } from '../../functions/performance/facts/from-event.ts';
import { councils, factsCouncilOf } from '../../infra/config/councils.ts';
import { TODAY } from '../support/builders.ts';
import { published } from '../support/publication.ts';
import { testKey } from '../support/register.ts';
import { library } from './library.ts';
import { contract } from './reservation-ready.v1.ts';
import { READY } from './reservations.ts';

type World = ReturnType<typeof library>;

const ready = (n: number, more: object = {}) => ({
  ...{ reservation_ref: `BOOK-${n}`, person_ref: `READER-${n}`, ready_on: TODAY, collect_by: '2026-10-13' },
  ...more,
});
const mobile = (n: number) => `07700 900${600 + n}`;

/** A book is ready for a reader who has neither a debt nor anything else. */
async function bookReady(world: World, n = 1) {
  await world.reader(`READER-${n}`, mobile(n));
  return world.tell(contract.type, ready(n));
}
const only = async (world: World) => {
  const notices = await world.notices();
  expect(notices).toHaveLength(1);
  return notices[0]!;
};
const told = ({ events }: World) =>
  events.flatMap(({ type }) => (type.includes('.notice-') ? type.split('.notice-')[1]!.split('.')[0]! : []));

test('its notice is planned, released and delivered to somebody without a debt', async () => {
  const world = library();
  expect(await bookReady(world)).toMatchObject({ status: 202 });
  const notice = await only(world);
  expect(notice).toMatchObject({
    type: READY,
    about: { kind: 'reservation', id: testKey('matter', 'reservation', 'BOOK-1') },
    person: testKey('person', 'READER-1'),
    occasion: TODAY,
    last_day: '2026-10-13',
    state: 'delivered',
  });
  expect(notice.about).not.toHaveProperty('account');
  expect(world.platform.posts.map(({ template }) => template)).toEqual([`${READY}.sms`]);
  expect(world.platform.notify.stored.map(({ to }) => to)).toEqual(['+447700900601']);
  expect(told(world)).toEqual(['planned', 'sent', 'delivered']);
  expect(JSON.stringify(world.events)).not.toMatch(/BOOK-1|READER-1|900601|example\.org/);
});

test('two books of one reader are two notices to one number, since its type has no cap', async () => {
  const world = library();
  await bookReady(world);
  await world.tell(contract.type, ready(2, { person_ref: 'READER-1' }));
  expect((await world.notices()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  expect(world.platform.notify.stored.map(({ to }) => to)).toEqual(['+447700900601', '+447700900601']);
});

test('where the text fails for good, its other wording goes by email', async () => {
  const world = library({ failing: 1 });
  await bookReady(world);
  expect(world.platform.posts.map(({ template }) => template)).toEqual([`${READY}.sms`, `${READY}.email`]);
  expect(await only(world)).toMatchObject({ state: 'delivered', channel: 'email' });
});

test('a code that it heeds holds it until that ends; one that it does not heed does not', async () => {
  const world = library();
  const hold = (code: string) => ({ scope: 'person', person_ref: 'READER-1', code, from: '2026-09-01' });
  await world.tell('council.recovery.hold-applied.v1', hold('S6'));
  await world.tell('council.recovery.hold-applied.v1', hold('S11'));
  await bookReady(world);
  expect(await only(world)).toMatchObject({ state: 'blocked', codes: ['S11'] });
  const ended_at = new Date(world.platform.time.now()).toISOString();
  await world.tell('council.recovery.hold-released.v1', { ...hold('S11'), ended_at });
  expect(await only(world)).toMatchObject({ state: 'delivered', codes: [] });
  expect(told(world)).toEqual(['blocked', 'planned', 'sent', 'delivered']);
});

test('a matter that asks for it no more ends it, and one told again is one notice', async () => {
  const world = library();
  await world.platform.store.control.stop({ kind: 'officer', by: 'pat', at: 1, reason: 'a test' });
  await bookReady(world);
  await world.tell(contract.type, ready(1, { collect_by: '2026-10-20' }));
  expect(await only(world)).toMatchObject({ state: 'planned' });
  await world.tell(contract.type, ready(1, { ready_on: '2026-09-28', collect_by: '2026-10-20' }));
  const states = (await world.notices()).map(({ occasion, state, reason }) => [occasion, state, reason]);
  expect(states).toEqual(
    expect.arrayContaining([
      [TODAY, 'cancelled', 'trigger-ended'],
      ['2026-09-28', 'planned', null],
    ]),
  );
});

test('officers see it explained and counted', async () => {
  const world = library();
  await bookReady(world);
  const { id } = await only(world);
  expect((await world.ask(`/officers/notices/${id}`)).body).toMatchObject({
    ...{ title: 'Reserved book is ready', account_ref: 'BOOK-1', person_ref: 'READER-1', words: 'Delivered.' },
    decisions: [
      { notice_type: READY, outcome: 'sms', words: 'Reserved book is ready by text: Delivered.', file: null },
    ],
  });
  expect((await world.ask('/officers/ledger')).body).toMatchObject({ planned: 1, delivered: 1, balanced: true });
});

test('its figures are published under its own name', async () => {
  const world = library();
  for (let n = 1; n <= 30; n += 1) await bookReady(world, n);
  // A receipt that is lost is asked for.
  await world.platform.time.runUntil(world.platform.time.now() + 3_600_000);
  const facts = world.events.flatMap((event) => factsOf(event, TODAY, councils.map(factsCouncilOf)).facts);
  const { files } = published(facts, { asOf: '2026-10-31' });
  const text = (name: string) => new TextDecoder().decode(files.get(`open-data/${name}`));
  expect(text('notice-types.csv')).toContain(`${READY},${READY} (not listed)`);
  expect(
    text('notices/notices.csv')
      .split('\n')
      .filter((line) => line.includes(READY))
      .join('\n'),
  ).toMatch(/delivered.*30/);
});
