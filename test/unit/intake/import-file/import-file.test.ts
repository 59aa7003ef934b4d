import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importFile } from '../../../../functions/intake/import-file/import-file.ts';
import { aFile, aFileRow, intakeWorld } from '../../../support/intake-world.ts';
import { Killed, killing } from '../../../support/kill.ts';
import { testDebt } from '../../../support/register.ts';

const household = [
  aFileRow(),
  aFileRow({ account_ref: '700000002', person_ref: 'P2', mobile: '', email: 'Sam@Example.org' }),
  aFileRow({ person_ref: 'P3', liability_seq: '2', stage_date: '31/02/2026', dispute_flag: 'Y' }),
  aFileRow({ account_ref: '700000003', person_ref: 'P4', stage_code: 'REM9', hold_code: 'H', hold_until: 'soon' }),
];

describe('a good file', () => {
  test('is told to its sender: counts, control totals, and each refused row with its line', async () => {
    const world = await intakeWorld();
    expect(await world.importFile(world.objects.put('night.csv', aFile(household)))).toEqual({ kind: 'done' });
    expect(world.objects.json('night.csv.receipt.json')).toEqual({
      file: 'night.csv',
      extract_id: 'CT-1',
      outcome: 'taken',
      reasons: [],
      rows: 4,
      taken: 2,
      rejected: 2,
      waiting: [],
      control: { count: 4, sum_pence: 100_000, trailer_count: '4', trailer_sum: '1000.00' },
      imported_at: '2026-09-29T03:30:00.000Z',
    });
    const rejects = world.objects.json('night.csv.rejects.json');
    expect(rejects).toMatchObject([
      {
        line: 4,
        column: 'stage_date',
        reason: 'bad-date',
        text: 'stage_date must be a day such as 2026-09-28 or 28/09/2026.',
      },
      {
        line: 5,
        column: 'stage_code',
        reason: 'bad-code',
        text: 'stage_code must be one of NONE, REM1, REM2, FINAL, SUMMONS, LO, AGENT, spelt so.',
      },
    ]);
    expect(rejects[0].raw).toContain('31/02/2026');
  });

  test('names the rows whose notice waits for a pay-by date that is earlier than the law allows', async () => {
    const world = await intakeWorld();
    const row = (n: number, more: Parameters<typeof aFileRow>[0]) =>
      aFileRow({ account_ref: `70000010${n}`, person_ref: `P1${n}`, stage_date: '2026-09-28', ...more });
    const rows = [
      row(1, { pay_by: '03/10/2026' }),
      row(2, { pay_by: '2026-10-04' }),
      row(3, { pay_by: '2026-10-03', stage_code: 'FINAL' }),
      row(4, { pay_by: '2026-10-03', stage_code: 'SUMMONS' }),
      row(5, { pay_by: '2026-09-20', stage_date: '2026-09-01' }), // no text goes for it any more
      row(1, { pay_by: '2026-10-01' }), // refused, as a repetition
    ];
    await world.importFile(world.objects.put('night.csv', aFile(rows)));
    expect(world.objects.json('night.csv.receipt.json')).toMatchObject({
      outcome: 'taken',
      waiting: [
        { code: 'pay-by-too-early', rows: 2, lines: [2, 4], text: expect.stringContaining('6 days after stage_date') },
      ],
    });
  });

  test('puts each debt in the register before it goes on the bus, and the newest extract after all of them', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('night.csv', aFile(household)));
    const debt = (account: string) => testDebt(account, '2026-27');
    for (const account of ['700000001', '700000002', '700000003']) {
      const stored = world.order.indexOf(`debt ${debt(account)}`);
      const told = world.order.indexOf(`publish ${debt(account)}`);
      expect([stored, told]).not.toContain(-1);
      expect(stored).toBeLessThan(told);
    }
    expect(world.order.slice(-2)).toEqual(['newest', 'publish council.intake.file-imported.v1']);
    expect(world.newest).toEqual([
      {
        run: 'CT-1',
        extracted_at: Date.parse('2026-09-29T02:00Z'),
        payments_posted_to: Date.parse('2026-09-29T01:45Z'),
      },
    ]);
  });

  test('keeps the marks of refused rows with their debt, also where no good row is left', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('night.csv', aFile(household)));
    const first = world.debts.get(testDebt('700000001', '2026-27'));
    expect(first?.rows.map((row) => row.person_ref)).toEqual(['P1']);
    expect(first?.refused).toMatchObject([{ dispute: true, hold: false }]);
    const third = world.debts.get(testDebt('700000003', '2026-27'));
    expect(third?.rows).toEqual([]);
    expect(third?.refused).toMatchObject([{ hold: true, hold_until: 'unreadable' }]);
  });

  test('tells the bus of debts and counts without a name, number, address or clear reference', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('night.csv', aFile(household)));
    const told = JSON.stringify([...world.bus.events.values()]);
    for (const mark of ['Verity', '07700', '900123', 'xample.org', '700000001', '"P1"'])
      expect(told).not.toContain(mark);
    expect(world.bus.ofType('council.recovery.account-snapshotted.v1')).toHaveLength(3);
    expect(world.bus.ofType('council.intake.file-imported.v1')).toMatchObject([
      {
        data: {
          rows: 4,
          taken: 2,
          rejected: 2,
          debts: 3,
          sum_pence: 100_000,
          reject_reasons: { 'bad-code': 1, 'bad-date': 1 },
        },
      },
    ]);
  });

  test('without rows is taken, and nothing follows from it', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('empty.csv', aFile([])));
    expect(world.objects.json('empty.csv.receipt.json')).toMatchObject({ outcome: 'taken', rows: 0, extract_id: null });
    expect(world.bus.ofType('council.intake.file-imported.v1')).toHaveLength(1);
    expect([world.debts.size, world.newest]).toEqual([0, []]);
  });

  test('leaves no scratch file behind', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('night.csv', aFile(household)));
    expect(readdirSync(world.deps.scratchFolder)).toEqual([]);
  });
});

describe('a file that is refused', () => {
  test('changes nothing, and its sender is told what is wrong and what to do', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('night.csv', aFile(household, 'TRAILER,5,999.00')));
    expect(world.debts.size).toBe(0);
    const { outcome, reasons } = world.objects.json('night.csv.receipt.json');
    expect(outcome).toBe('refused');
    expect(reasons.map(({ code }: { code: string }) => code)).toEqual(['trailer-count', 'trailer-sum']);
    expect(reasons[0].text).toContain('counts 5 rows, the file has 4');
    expect(reasons[1].text).toContain('999.00, the balances add up to 1000.00');
    expect(world.bus.ofType('council.intake.file-refused.v1')).toMatchObject([
      { data: { file: 'night.csv', rows: 4, reasons: ['trailer-count', 'trailer-sum'] } },
    ]);
  });

  test('was not imported: its extract_id may come again, put right', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('night.csv', aFile(household, 'TRAILER,4,0.00')));
    await world.importFile(world.objects.put('night.csv', aFile(household)));
    expect(world.objects.json('night.csv.receipt.json')).toMatchObject({ outcome: 'taken', taken: 2 });
  });

  test.each([
    ['random bytes', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 256))],
    ['nothing', Buffer.alloc(0)],
    ['a million columns', Buffer.from(`${'a,'.repeat(1_000_000)}\n`)],
    ['a quote without end', Buffer.from(`${aFile([]).split('\n')[0]}\n"${'x'.repeat(3_000_000)}`)],
    ['a line without end', Buffer.from(`${aFile([]).split('\n')[0]}\n${'x'.repeat(3_000_000)}`)],
    ['nothing but NUL bytes', Buffer.alloc(100_000)],
  ])('%s', async (_, bytes) => {
    const world = await intakeWorld();
    expect(await world.importFile(world.objects.put('bad.csv', bytes))).toEqual({ kind: 'done' });
    expect(world.objects.json('bad.csv.receipt.json').outcome).toBe('refused');
    expect(world.bus.ofType('council.intake.file-refused.v1')).toHaveLength(1);
    expect([world.debts.size, readdirSync(world.deps.scratchFolder)]).toEqual([0, []]);
  });
});

describe('an extract_id that was imported before', () => {
  test('changes nothing, whatever the name and the bytes', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('night.csv', aFile(household)));
    const before = { debts: structuredClone([...world.debts]), events: world.bus.events.size };
    const again = world.objects.put('again.csv', aFile([aFileRow({ account_ref: '700000009' })]));
    expect(await world.importFile(again)).toEqual({ kind: 'duplicate' });
    expect(world.objects.json('again.csv.receipt.json')).toMatchObject({ outcome: 'already-imported', taken: 0 });
    expect({ debts: [...world.debts], events: world.bus.events.size }).toEqual(before);
  });

  test('is a duplicate without a word when the same version is delivered again', async () => {
    const world = await intakeWorld();
    const object = world.objects.put('night.csv', aFile(household));
    await world.importFile(object);
    world.objects.written.clear();
    expect(await world.importFile(object)).toEqual({ kind: 'duplicate' });
    expect(world.objects.written.size).toBe(0);
  });

  test('is not taken up by another version while the first one has died half way', async () => {
    const world = await intakeWorld();
    const first = world.objects.put('night.csv', aFile(household));
    const dying = { ...killing({ register: world.deps.register }, 1, 'before') };
    await expect(importFile({ ...world.deps, ...dying }, world.arrival(first))).rejects.toThrow(Killed);
    expect(await world.importFile(world.objects.put('night.csv', aFile(household)))).toEqual({ kind: 'duplicate' });
    expect(world.objects.json('night.csv.receipt.json').reasons[0].text).toContain('is being imported');
    expect(await world.importFile(first)).toEqual({ kind: 'done' });
    expect(world.debts.size).toBe(3);
  });
});

const manyDebts = (count: number) =>
  Array.from({ length: count }, (_, i) => aFileRow({ account_ref: String(800_000_000 + i), person_ref: `P${i}` }));

describe('a long file', () => {
  test('is gone on with in further messages when time runs low, and each debt is handed on once', async () => {
    const world = await intakeWorld();
    const object = world.objects.put('night.csv', aFile(manyDebts(1_200)));
    for (const [left, messages] of [
      [700, 1],
      [200, 2],
      [0, 2],
    ] as const) {
      expect(await world.importFile(object, 1_000)).toEqual({ kind: 'done' });
      expect([1_200 - world.debts.size, world.continued.length]).toEqual([left, messages]);
    }
    expect(world.continued[0]).toEqual({ message: { detail: 'night.csv', turn: 2 }, delaySeconds: 0 });
    expect(world.order.filter((each) => each.startsWith('debt'))).toHaveLength(1_200);
    expect(world.objects.json('night.csv.receipt.json')).toMatchObject({ outcome: 'taken', taken: 1_200 });
  });
});

test('more liable persons, or longer texts, than one fact can carry are refused as rows', async () => {
  const world = await intakeWorld();
  const crowd = Array.from({ length: 102 }, (_, i) => aFileRow({ person_ref: `C${i}`, liability_seq: String(i + 1) }));
  const long = 'x'.repeat(1_999);
  const novel = Array.from({ length: 60 }, (_, i) =>
    aFileRow({ account_ref: '700000002', person_ref: `N${i}`, first_name: long, mobile: long, email: long }),
  );
  const huge = aFileRow({ account_ref: '700000003', first_name: 'x'.repeat(2_001) });
  await world.importFile(world.objects.put('night.csv', aFile([...crowd, ...novel, huge])));
  const reasons = world.bus.ofType('council.intake.file-imported.v1')[0]?.data as { reject_reasons: object };
  expect(reasons.reject_reasons).toEqual({ 'too-many': 2, 'too-long': 33 });
  for (const debt of world.debts.values()) expect(JSON.stringify(debt).length).toBeLessThan(250_000);
});

test('a file that is gone, or has other bytes now, is no reason to try again', async () => {
  const world = await intakeWorld();
  const object = { ...world.objects.put('night.csv', aFile([])), version_id: 'other' };
  expect(await world.importFile(object)).toEqual({ kind: 'rejected', reason: 'object-gone' });
});

describe('killed around any call and delivered again, it ends the same', () => {
  const files = { taken: aFile(household), refused: aFile(household, 'TRAILER,4,0.00'), empty: aFile([]) };
  test.each(Object.entries(files))('a file that is %s', async (_, file) => {
    const plain = await intakeWorld();
    await plain.importFile(plain.objects.put('night.csv', file));
    const wanted = plain.state();
    let kills = 0;
    for (let at = 0; ; at += 1) {
      let wasKilled = false;
      for (const when of ['before', 'after'] as const) {
        const world = await intakeWorld();
        const object = world.objects.put('night.csv', file);
        const { objects, table, register, publish, goOn } = world.deps;
        const ports = killing({ objects: { writeJson: objects.writeJson }, table, register, publish, goOn }, at, when);
        const dying = { ...world.deps, ...ports, objects: { ...ports.objects, read: objects.read } };
        const first = await importFile(dying, world.arrival(object)).catch((error) => error);
        wasKilled ||= first instanceof Killed;
        // Died before the very first write: there is no record of that try.
        if (at > 0 || when === 'after') world.clock.now += 600_000;
        await world.importFile(object);
        await world.importFile(object);
        expect(world.state()).toEqual(wanted);
        kills += first instanceof Killed ? 1 : 0;
      }
      if (!wasKilled) break;
    }
    expect(kills).toBeGreaterThanOrEqual(8);
  });
});
