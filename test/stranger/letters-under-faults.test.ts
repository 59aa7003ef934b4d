// Letters, emails with a document and texts of the library under schedules of faults: workers that die and freeze, answers and
// scans that are lost, a document that comes late.

import { expect, test } from 'vitest';
import type { Notice } from '../../functions/notices/notice/notice.ts';
import type { Faults } from '../simulate/faults.ts';
import { ledgerDifferences } from '../simulate/ledger.ts';
import { randomFrom } from '../simulate/random.ts';
import { TODAY, TUESDAY_TEN } from '../support/builders.ts';
import { pdfThatSays, sumOf } from '../support/documents.ts';
import { library } from './library.ts';
import { contract } from './reservation-ready.v1.ts';

const SEEDS = 60;
const MINUTE_MS = 60_000;
const FAULTY_MS = 20 * MINUTE_MS;
const END = TUESDAY_TEN + 72 * 60 * MINUTE_MS;
const SLIP = pdfThatSays('Slip of Ann Reader, 1 High Street');
const LATE = pdfThatSays('Slip of Bo Reader, 2 High Street');

const faultsOf = (seed: number): Faults => {
  const random = randomFrom(seed);
  return {
    ...{ kill: random.pick([0, 0.01, 0.03]), freeze: random.pick([0, 0.01]), freezeAfterPost: random.pick([0, 0.2]) },
    ...{ freezeAt: null, failBefore: 0.02, failAfter: 0.02, twice: 0.02, slow: 0.02, cold: 0.03, sluggish: null },
    ...{ unaskable: random.pick([0.05, 0.8]), someOnly: 0.05, healedAt: TUESDAY_TEN + FAULTY_MS },
  };
};

const READERS = {
  text: { sms: '07700 900601', email: 'reader-1@example.org' },
  email: { email: 'reader-2@example.org' },
  emailOrPost: { email: 'reader-3@example.org', post: { lines: ['Cy', '3 High Street'], postcode: 'TS18 1AA' } },
  post: { post: { lines: ['Ann Reader', '1 High Street'], postcode: 'TS18 1AA' } },
  postLate: { post: { lines: ['Bo Reader', '2 High Street'], postcode: 'TS18 1AB' } },
};

/** One schedule, to its end: what is not as it must be. */
async function wrongIn(seed: number): Promise<string[]> {
  const world = library({ unprintable: 0.3, failing: 0.3 }, { seed, faults: faultsOf(seed) });
  const { platform, documents } = world;
  const { time, notify } = platform;
  const slip = documents.put('library/slip.pdf', SLIP);
  const late = { key: 'library/late.pdf', sha256: sumOf(LATE) };
  const tellOf = (ref: string) =>
    world.tell(contract.type, {
      ...{ reservation_ref: `BOOK-${ref}`, person_ref: ref, ready_on: TODAY, collect_by: '2026-10-13' },
      slip: ref === 'postLate' ? late : slip,
    });
  for (const [ref, written] of Object.entries(READERS)) await world.reader(ref, written);
  for (const ref of Object.keys(READERS)) await tellOf(ref);
  await time.runUntil(TUESDAY_TEN + 2 * FAULTY_MS);
  // Whoever runs the service mends what stopped the line.
  const { stops } = await platform.store.control.switches();
  for (const stop of stops) await platform.store.control.lift(stop);
  documents.put(late.key, LATE);
  await tellOf('postLate');
  await time.runUntil(END);
  const notices = await world.notices();
  const differences = await ledgerDifferences({ store: platform.store, notices, messages: notify.stored, now: END });
  const twice = [...Map.groupBy(notify.stored, ({ reference }) => reference)].filter(([, all]) => all.length > 1);
  const said = JSON.stringify([world.events, notices, world.story]);
  return [
    ...(notices.length === Object.keys(READERS).length ? [] : [`${notices.length} notices`]),
    ...twice.map(([reference]) => `${reference} is there twice`),
    ...notices.flatMap((notice) => wrongWith(notice, notify.stored)),
    ...differences,
    ...['Reader', 'High Street', 'TS18', '%PDF', '900601'].filter((word) => said.includes(word)),
  ];
}

type Stored = { reference: string; status: string };

/** A notice ends as Notify's message did; a letter that is not printed is an officer's. */
function wrongWith({ id, state, channel, attempts }: Notice, stored: Stored[]): string[] {
  const last = stored.find(({ reference }) => reference === `${id}.${channel}`);
  const isPrinted = last?.status === 'received' || last?.status === 'delivered';
  const refused = attempts[channel]?.outcome === 'refused';
  const wanted = isPrinted ? 'delivered' : channel === 'letter' ? 'set-aside' : 'exhausted';
  const isAside = state === 'set-aside' && attempts[channel] === undefined; // in words that nobody knows
  return state === wanted || isAside
    ? []
    : [`${id} by ${channel} is ${state}${refused ? ', refused' : ''}, and Notify has ${last?.status ?? 'nothing'}`];
}

test('no letter is posted twice or lost, and each ends as Notify says', async () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1)
    wrong.push(...(await wrongIn(seed)).map((what) => `seed ${seed}: ${what}`));
  expect(wrong).toEqual([]);
});
