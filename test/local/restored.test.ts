// The drill of docs/recovery.md that one machine can play: a data folder is lost an hour's work after the last copy of it was
// taken, while sources go on telling. Real processes, as in kill.test.ts.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../contracts/officers/ledger.ts';
import type { StatusView } from '../../contracts/officers/status.ts';
import { randomFrom } from '../simulate/random.ts';
import { householdsOf } from './kill/households.ts';
import { mattersOf } from './kill/matters.ts';
import { type Night, startNight } from './kill/night.ts';

const HOUSEHOLDS = 60;
const rows = householdsOf(HOUSEHOLDS, randomFrom(7)).flatMap((household) => household.rows);
const matters = mattersOf(4);
const [before, after] = [matters.slice(0, 4), matters.slice(4)];

/** References of all messages that Notify was ever given. */
const referencesAt = async (night: Night) => (await night.messages()).map(({ reference }) => reference!);
const unknownIn = ({ notify }: Ledger) => notify!.found.filter(({ difference }) => difference === 'unknown');
const noticeOf = (reference: string) => reference.split('.')[0]!;

async function untilSent(night: Night, least: number): Promise<void> {
  while ((await night.messages()).length < least) await new Promise((go) => setTimeout(go, 50));
}

describe('a data folder that is lost, and put back from a copy', () => {
  let night: Night;
  let sent: string[];
  let held: { status: StatusView; references: string[]; books: Ledger };
  let ended: { references: string[]; books: Ledger };

  beforeAll(async () => {
    night = await startNight(rows, matters);
    for (const matter of before) await night.tellOf(matter);
    await night.drop();
    await untilSent(night, 12);
    const since = new Date(Date.parse((await night.officers.status()).now)).toISOString();
    night.takeCopy();
    for (const matter of after) await night.tellOf(matter);
    expect(await night.finish()).toEqual({ ok: true });
    sent = await referencesAt(night);

    await night.loseAndRestore();
    const books = await night.counted();
    held = { status: await night.officers.status(), references: await referencesAt(night), books };

    // Each source tells again what it told since; then an officer lets sending go on.
    for (const matter of after) await night.tellOf(matter);
    await night.decide('restored', { since, reason: 'the disk failed' });
    expect(await night.finish()).toEqual({ ok: true });
    ended = { references: await referencesAt(night), books: await night.counted() };
  });
  afterAll(() => night?.close());

  it('had sent more after the copy was taken', () => {
    expect(sent.length).toBeGreaterThan(20);
    expect(new Set(sent).size).toBe(sent.length);
  });

  it('sends nothing until it is said of when the copy is, and says why', () => {
    expect(held.status.stops).toMatchObject([{ kind: 'copy' }]);
    expect(held.references).toEqual(sent);
  });

  it('names what was lost: what Notify was sent, and nothing is written down of here', () => {
    const lost = new Set(unknownIn(held.books).map(({ notice }) => notice));
    expect(held.books.balanced).toBe(false);
    expect([...lost].filter((notice) => !sent.some((reference) => noticeOf(reference) === notice))).toEqual([]);
    // Of what was told after the copy was taken, two letters and the ends of two reports.
    expect(lost.size).toBeGreaterThanOrEqual(after.length);
  });

  it('sends nothing twice', () => {
    expect(ended.references.filter((reference, i) => ended.references.indexOf(reference) !== i)).toEqual([]);
  });

  it('knows all of it again, once the sources have told it again', () => {
    expect(ended.books.notify).toMatchObject({ agrees: true, unknown: 0, missing: 0, twice: 0 });
    expect(ended.books).toMatchObject({ balanced: true, lost: 0, open: 0 });
  });
});
