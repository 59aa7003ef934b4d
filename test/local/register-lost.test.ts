// The drill of docs/recovery.md for a register that is lost and restored alone, on one machine: while it is away a door says so, and
// what stops a message is told again by its sources before anything goes out.

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../contracts/officers/ledger.ts';
import { randomFrom } from '../simulate/random.ts';
import { addressesOf, allStopped, FACTS, householdsOf } from './kill/households.ts';
import { mattersOf, type Telling } from './kill/matters.ts';
import { type Night, startNight } from './kill/night.ts';
import type { Item } from './kill/tables.ts';

const HOUSEHOLDS = 30;
/** So many of them were on a file in the hour that was lost; the others come on the next one. */
const HALF = 14;
/** Far more than a slow machine takes to import a file of this size. */
const PATIENCE_MS = 5 * 60_000;
const TOLD_AT = '2026-09-29T10:00:00+01:00';
const households = householdsOf(HOUSEHOLDS, randomFrom(3));
const rows = households.flatMap((household) => household.rows);
const matters = mattersOf(1);
const source = 'revenues-benefits';

/** What the council learns of some of them after the copy was taken: each would be told, and may be told no more. */
const facts: Telling[] = households
  .flatMap((household) => household.facts)
  .map(({ row, kind }, n) => {
    const { type, data } = FACTS[kind];
    return {
      source,
      event: { specversion: '1.0', id: `late-${n}`, source: 'test', type, time: TOLD_AT, data: data(row, TOLD_AT) },
    };
  });

const keysOf = (items: readonly Item[]) => items.map(({ pk, sk }) => `${pk!.S} ${sk!.S}`).sort();

describe('a register that is lost, and put back from a copy of an hour before', () => {
  let night: Night;
  let kept: { before: string[]; copied: string[]; missing: string[] };
  let whileAway: number[];
  let references: { onStop: string[]; ended: string[] };
  let to: string[];
  let books: Ledger;

  const untilPlanned = async (least: number) => {
    while ((await night.officers.ledger()).planned < least) await pause(200);
  };

  beforeAll(async () => {
    night = await startNight(rows, matters);
    // What intake handed on goes back with what the register had of it: a file that it knows would change nothing.
    const tables = [await night.table('register/register'), await night.table('intake/intake')];
    const [register] = tables;
    const [early, late] = [facts.slice(0, 1), [...facts.slice(1), ...matters.flatMap(({ events }) => events)]];
    await night.tellOf({ events: early });
    const copies = await Promise.all(tables.map((table) => table.items()));
    await night.tellOf({ events: late });
    await night.decide('stop', { reason: 'the register is being restored' });
    const half = { extract: 'RE-1', rows: households.slice(0, HALF).flatMap((household) => household.rows) };
    await night.drop(half);
    await untilPlanned(HALF);
    const before = keysOf(await register!.items());

    for (const table of tables) await table.lose();
    whileAway = [await night.tellOnce(late[0]!), await night.tellOnce(late.at(-1)!)];
    for (const [i, table] of tables.entries()) await table.putBack(copies[i]!);
    const copied = keysOf(copies[0]!);
    await night.tellOf({ events: late });
    await night.drop(half);
    const missing = async () => {
      const now = new Set(keysOf(await register!.items()));
      return before.filter((key) => !now.has(key));
    };
    // What is not there by then is named by the test.
    const patience = performance.now() + PATIENCE_MS;
    while ((await missing()).length > 0 && performance.now() < patience) await pause(200);
    kept = { before, copied, missing: await missing() };
    await night.drop({ extract: 'RE-2', rows });
    await untilPlanned(HOUSEHOLDS);
    references = { onStop: (await night.messages()).map(({ reference }) => reference!), ended: [] };
    await night.decide('resume', {});
    expect(await night.finish()).toEqual({ ok: true });
    const sent = await night.messages();
    references.ended = sent.map(({ reference }) => reference!);
    to = sent.map((each) => each.to);
    books = await night.counted();
  });
  afterAll(() => night?.close());

  it('had learnt more than the copy knows', () => {
    expect(kept.before.length).toBeGreaterThan(kept.copied.length);
  });

  it('is missed at the door, which takes nothing until it is back', () => {
    expect(whileAway).toEqual([503, 503]);
  });

  it('knows all of it again, once the sources have told it again', () => {
    expect(kept.missing).toEqual([]);
  });

  it('sends nothing before, and nothing twice after', () => {
    expect(references.onStop).toEqual([]);
    expect(new Set(references.ended).size).toBe(references.ended.length);
  });

  it('tells nobody whom a fact of the lost hour stops, and everybody else', () => {
    const told = (household: (typeof households)[number]) =>
      addressesOf(household).some((address) =>
        to.some((each) => each.replace(/^\+44/, '0') === address.replaceAll(' ', '')),
      );
    const stopped = households.filter(allStopped);
    expect(stopped.length).toBeGreaterThan(2);
    expect(stopped.filter(told)).toEqual([]);
    expect(households.filter((each) => each.facts.length === 0 && !told(each))).toEqual([]);
  });

  it('has a ledger that balances, as Notify counts too', () => {
    expect(books).toMatchObject({ balanced: true, lost: 0 });
    // Notify tells of no letter by itself. One that was asked about before it was printed is asked about again five minutes later.
    const { accepted = 0, ...others } = books.open_by_state;
    expect(others).toEqual({});
    expect(accepted).toBeLessThanOrEqual(matters.filter(({ document }) => document).length);
    expect(books.notify).toMatchObject({ agrees: true, unknown: 0, missing: 0, twice: 0 });
  });
});
