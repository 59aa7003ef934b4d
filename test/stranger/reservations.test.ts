// What issue 17 asks of the notices: a family that the project does not know joins, and no other file changes. Its event, its
// kind of matter and its notice type are those of this folder.

import { expect, test } from 'vitest';
import { factsOf } from '../../functions/performance/facts/from-event.ts';
import { councils, factsCouncilOf } from '../../infra/config/councils.ts';
import { TODAY } from '../support/builders.ts';
import { pdfThatSays, sumOf } from '../support/documents.ts';
import { published } from '../support/publication.ts';
import { testKey } from '../support/register.ts';
import { library } from './library.ts';
import { contract } from './reservation-ready.v1.ts';
import { READY } from './reservations.ts';

type World = ReturnType<typeof library>;

/** The slip of a book, which the library has put where documents lie. */
const SLIP = pdfThatSays('Slip of Ann Reader, 1 High Street');
const slip = { key: 'library/slip.pdf', sha256: sumOf(SLIP) };

const ready = (n: number, more: object = {}) => ({
  ...{ reservation_ref: `BOOK-${n}`, person_ref: `READER-${n}`, ready_on: TODAY, collect_by: '2026-10-13', slip },
  ...more,
});
const phoneAndEmail = (n: number) => ({ sms: `07700 900${600 + n}`, email: `reader-${n}@example.org` });
const post = { lines: ['Ann Reader', '1 High Street', 'Stockton'], postcode: 'ts18 1aa' };

/** A book is ready for a reader who has neither a debt nor anything else. */
async function bookReady(world: World, n = 1) {
  world.documents.put(slip.key, SLIP);
  await world.reader(`READER-${n}`, phoneAndEmail(n));
  return world.tell(contract.type, ready(n));
}
const only = async (world: World) => {
  const notices = await world.notices();
  expect(notices).toHaveLength(1);
  return notices[0]!;
};
/** What was told of notices. Told again it has the same id, and is the same fact. */
const told = ({ events }: World) =>
  [...new Map(events.map(({ id, type }) => [id, type])).values()].flatMap((type) =>
    type.includes('.notice-') ? type.split('.notice-')[1]!.split('.')[0]! : [],
  );

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

/** The same for a reader of whom only a postal address is known. */
async function bookReadyByPost(world: World, { slipThere = true, minutes = 5 } = {}) {
  if (slipThere) world.documents.put(slip.key, SLIP);
  await world.reader('READER-1', { post });
  return world.tell(contract.type, ready(1), minutes);
}
const HOUR = 60;
const RETURNED = 'council.residents.letter-returned.v1';

test('by email its document goes as a link, by text it is only spoken of', async () => {
  const world = library();
  world.documents.put(slip.key, SLIP);
  await world.reader('READER-1', { email: 'reader-1@example.org' });
  await world.tell(contract.type, ready(1));
  await bookReady(world, 2);
  expect(world.platform.posts.map(({ template, pdf }) => [template, pdf && sumOf(pdf)])).toEqual([
    [`${READY}.email`, slip.sha256],
    [`${READY}.sms`, undefined],
  ]);
});

test('by post it is the document itself, of which Notify is asked until it has printed it', async () => {
  const world = library();
  await bookReadyByPost(world);
  expect(await only(world)).toMatchObject({ state: 'accepted', channel: 'letter' });
  await world.platform.time.runUntil(world.platform.time.now() + 48 * HOUR * 60_000);
  const notice = await only(world);
  expect(notice).toMatchObject({ state: 'delivered', channel: 'letter' });
  expect(notice.attempts.letter).toMatchObject({ outcome: 'delivered', detail: 'received', cost_pence: 61 });
  const letters = world.platform.posts.map(({ reference, pdf }) => [reference, pdf && sumOf(pdf)]);
  expect(letters).toEqual([[`${notice.id}.letter`, slip.sha256]]);
  expect(told(world)).toEqual(['planned', 'sent', 'delivered']);
  const life = { words: 'Printed and posted.', attempts: [{ channel: 'letter', outcome: 'delivered' }] };
  expect((await world.ask(`/officers/notices/${notice.id}`)).body).toMatchObject(life);
  expect(JSON.stringify([world.events, notice])).not.toMatch(/Ann Reader|High Street|TS18|%PDF|Slip of/i);
});

test.each([
  ['is not there', () => undefined, 'document-missing'],
  ['is another by now', () => pdfThatSays('Another slip'), 'document-unreadable'],
])('a letter whose document %s waits for its source, and goes when that is put right', async (_, bytes, reason) => {
  const world = library();
  const other = bytes();
  if (other) world.documents.put(slip.key, other);
  await bookReadyByPost(world, { slipThere: false });
  expect(world.platform.posts).toEqual([]);
  expect((await only(world)).history.map((step) => step.reason)).toContain(reason);
  world.documents.put(slip.key, SLIP);
  await world.tell(contract.type, ready(1), 2 * HOUR);
  expect(await only(world)).toMatchObject({ state: 'accepted', channel: 'letter' });
  expect(world.platform.posts.map(({ pdf }) => pdf && sumOf(pdf))).toEqual([slip.sha256]);
});

test('a letter that cannot be printed is an officer’s, who ends it: it has failed, and nothing is posted again', async () => {
  const world = library({ unprintable: 1 });
  await bookReadyByPost(world, { minutes: 30 });
  const { id, detail, ...notice } = await only(world);
  expect(notice).toMatchObject({ state: 'set-aside', attempts: { letter: { outcome: 'failed' } } });
  expect(['validation-failed', 'virus-scan-failed']).toContain(detail);
  const waiting = await world.ask('/officers/set-aside');
  expect(waiting.body).toMatchObject({ items: [{ notice_id: id, words: expect.stringContaining(`(${detail})`) }] });
  const why = { reason: 'The library makes it anew.' };
  expect((await world.ask(`/officers/notices/${id}/go-on`, why)).body).toMatchObject({ error: 'letter-at-notify' });
  expect(await world.ask(`/officers/notices/${id}/end`, why)).toMatchObject({ status: 200 });
  await world.platform.time.runUntil(world.platform.time.now() + HOUR * 60_000);
  expect(await only(world)).toMatchObject({ state: 'exhausted', reason: detail, detail });
  expect((await world.ask(`/officers/notices/${id}`)).body).toMatchObject({
    words: expect.stringMatching(
      /^Not printed, as far as anybody knows\. .*GOV\.UK Notify.* \((validation|virus-scan)-failed\)/,
    ),
  });
  expect((await world.ask('/officers/ledger')).body).toMatchObject({
    planned: 1,
    failed: 1,
    cancelled: 0,
    balanced: true,
  });
  expect(told(world)).toEqual(['planned', 'sent', 'failed']);
  expect(world.platform.posts).toHaveLength(1);
});

test('a letter that comes back is on its notice, and its address is of no use until it is told anew', async () => {
  const world = library();
  await bookReadyByPost(world, { minutes: 48 * HOUR });
  const { id } = await only(world);
  const returned = { reference: `${id}.letter`, returned_at: new Date(world.platform.time.now()).toISOString() };
  for (let often = 0; often < 2; often += 1)
    expect(await world.tell(RETURNED, returned)).toMatchObject({ status: 202 });
  const notice = await only(world);
  expect(notice).toMatchObject({ state: 'delivered', reason: 'letter-returned' });
  expect(notice.history.filter(({ reason }) => reason === 'letter-returned')).toHaveLength(1);
  const words = expect.stringContaining('Printed and posted. It came back');
  expect((await world.ask(`/officers/notices/${id}`)).body).toMatchObject({ words });
  await world.tell(contract.type, ready(2, { person_ref: 'READER-1' }));
  expect(await world.notices()).toMatchObject([{ id }, { state: 'blocked', reason: 'no-reporter' }]);
  expect((await world.ask('/officers/ledger')).body).toMatchObject({ planned: 2, delivered: 1, balanced: true });
});

test('a letter that comes back says nothing of an address that was told after it was posted', async () => {
  const world = library();
  await bookReadyByPost(world, { minutes: 48 * HOUR });
  const { id } = await only(world);
  const moved = { lines: ['Ann Reader', '2 Low Street'], postcode: 'TS18 1AB' };
  await world.reader('READER-1', { post: moved }, world.platform.time.now());
  await world.tell(RETURNED, {
    reference: `${id}.letter`,
    returned_at: new Date(world.platform.time.now()).toISOString(),
  });
  await world.tell(contract.type, ready(2, { person_ref: 'READER-1' }));
  expect((await world.notices()).map(({ state }) => state)).toEqual(['delivered', 'accepted']);
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
