import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExtract } from '../../../../functions/intake/import-file/layouts/recovery-extract/read-extract.ts';
import { decisionsTable } from '../../../../functions/notices/store/decisions-table.ts';
import { noticesTable } from '../../../../functions/notices/store/notices-table.ts';
import { DECISIONS, NOTICES } from '../../../../functions/notices/store/table.ts';
import type { Debt } from '../../../../functions/register/debt.ts';
import { registerReader } from '../../../../functions/register/reader.ts';
import { registerTable } from '../../../../functions/register/register-table.ts';
import { REGISTER } from '../../../../functions/register/table.ts';
import { dynamoDb } from '../../../support/dynamodb.ts';
import { planningWorld } from '../../../support/planning-world.ts';
import { testKey } from '../../../support/register.ts';

// Compares our decisions with those of an independent program over many invented files. It lies beside the project.
const ORACLE = new URL('../../../../../shared/extracts/', import.meta.url);
const isThere = existsSync(new URL('make-extract.mjs', ORACLE));

type Made = { name: string; bytes: Buffer; expected: { now: string; extract_id: string; decisions: unknown[] } };
type World = ReturnType<typeof planningWorld>;

async function importInto(world: World, { bytes, expected }: Made) {
  world.setClock(Date.parse(expected.now));
  const scratch = join(tmpdir(), `crier-oracle-${process.pid}-${Math.round(performance.now() * 1000)}.sqlite`);
  const one = {
    [Symbol.asyncIterator]: async function* () {
      yield bytes;
    },
  };
  const extract = await readExtract(one, scratch);
  const debts: Debt[] = [...extract.debts(testKey)];
  extract.close();
  for (const debt of debts) expect(await world.register.debt(debt)).toBe('stored');
  for (const { rows, debt, run } of debts) {
    if (rows.length > 0)
      expect(await world.tell({ kind: 'matter', matter: { kind: 'debt', id: debt }, run })).toEqual({
        kind: 'done',
      });
  }
  const rowOf = new Map(
    debts.flatMap(({ rows, bill_year }) =>
      rows.map((row) => [`${row.account_ref} ${row.person_ref} ${bill_year}`, row]),
    ),
  );
  const decisions: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await world.store.decisions(expected.extract_id, after);
    for (const decision of page.items.flatMap((each) => each.decisions)) {
      const row = rowOf.get(`${decision.matter_ref} ${decision.person_ref} ${decision.bill_year}`)!;
      const to =
        decision.outcome === 'none'
          ? null
          : row.contacts[decision.outcome === 'letter' ? 'post' : decision.outcome]?.to;
      const due_at = decision.due_at === null ? null : new Date(decision.due_at).toISOString();
      decisions.push({ ...decision, account_ref: decision.matter_ref, to, due_at });
    }
    after = page.next ?? undefined;
  } while (after);
  return decisions;
}

type Expected = {
  account_ref: string;
  person_ref: string;
  bill_year: string;
  due_at: string | null;
  s15_group: string | null;
  if_winner?: object;
};
type Got = Expected & { outcome: string };
type Row = Pick<Expected, 'account_ref' | 'person_ref' | 'bill_year'>;
const same = (a: Row) => (b: Row) =>
  a.account_ref === b.account_ref && a.person_ref === b.person_ref && a.bill_year === b.bill_year;

/** What must come of a file, with each group that competes for one number settled as it came out: one has it. */
function settled(expected: Expected[], got: Got[]): Omit<Expected, 's15_group'>[] {
  return expected.map(({ s15_group, if_winner, ...wanted }) => {
    if (s15_group === null) return wanted;
    const winners = got.filter(
      (each) => each.outcome !== 'none' && expected.some((e) => e.s15_group === s15_group && same(e)(each)),
    );
    expect(winners, s15_group).toHaveLength(1);
    const won = same(winners[0]!)(wanted);
    return won
      ? { ...wanted, ...if_winner, codes: [], reason: null }
      : { ...wanted, outcome: 'none', variant: null, to: null, due_at: null, codes: ['S15'], reason: null };
  });
}

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

/** The tables themselves, so that once a whole file goes through what runs on AWS. */
async function onDynamoDb() {
  const notices = await db.table(NOTICES);
  const decisions = await db.table(DECISIONS);
  const debts = await db.table(REGISTER);
  return (now: () => number) => {
    const read = registerReader(db.documents, debts);
    const write = registerTable(db.documents, debts, now);
    const register = { ...read, ...write };
    const store = { ...noticesTable(db.documents, notices), ...decisionsTable(db.documents, decisions) };
    return { store, register };
  };
}

const FIXTURES = new URL('../../../fixtures/recovery-extract/', import.meta.url);
describe('decisions on the committed extracts', () => {
  test.each(readdirSync(FIXTURES))('%s', async (name) => {
    const read = (file: string) => readFileSync(new URL(`${name}/${file}`, FIXTURES));
    const expected = JSON.parse(read('expected.json').toString());
    const world = planningWorld(undefined, name === 'plain' ? await onDynamoDb() : undefined);
    const got = (await importInto(world, { name, bytes: read('recovery-extract.csv'), expected })) as Got[];
    const wanted = settled(expected.decisions, got);
    for (const each of wanted) {
      const due_at = each.due_at && new Date(each.due_at).toISOString();
      expect(got.find(same(each))).toMatchObject({ ...each, due_at });
    }
    expect(got).toHaveLength(wanted.length);
  });
});

/** Each kind of row that the oracle makes comes several times in either. */
const isNight = Boolean(process.env['CRIER_NIGHTLY']);
const ROWS = isNight ? 1000 : 500;

const NOWS = [
  '2026-09-29T10:00:00+01:00', // a Tuesday morning
  '2026-10-23T18:00:00+01:00', // a Friday evening before the clocks go back
  '2026-12-24T11:30:00+00:00', // Christmas Eve, before noon
  '2027-01-04T08:00:00+00:00', // after the break, before the window
  '2027-03-25T16:30:00+00:00', // the eve of Good Friday, before the clocks go forward
];

describe.skipIf(!isThere)('decisions are those of the oracle', async () => {
  const { makeExtract } = isThere ? await import(new URL('make-extract.mjs', ORACLE).href) : { makeExtract: null };
  const { compareDecisions } = isThere ? await import(new URL('compare.mjs', ORACLE).href) : { compareDecisions: null };

  const byDay = NOWS.flatMap((now, i) =>
    [1, 2, 3].map((n) => ({ seed: 10 * i + n, now, dirty: n === 2, history: n !== 1, oneRun: n === 3 })),
  );
  // Each option with 20 seeds.
  const byNight = [false, true].flatMap((dirty) =>
    [{ history: false }, { history: true, oneRun: false }, { history: true, oneRun: true }].flatMap((nights) =>
      Array.from({ length: 20 }, (_, i) => ({
        seed: 100 + i,
        now: NOWS[i % NOWS.length],
        dirty,
        oneRun: false,
        ...nights,
      })),
    ),
  );
  test.each(isNight ? byNight : byDay)(
    'seed $seed at $now, dirty $dirty, history $history, one run $oneRun',
    async (options) => {
      const world = planningWorld();
      const made: Made[] = makeExtract({ ...options, rows: ROWS });
      for (const file of made) {
        const { different, counts, same } = compareDecisions(file.expected, await importInto(world, file));
        expect({ different, counts, same }).toMatchObject({ different: [], same: true });
        expect(counts.same).toBe(file.expected.decisions.length);
      }
    },
  );
});
