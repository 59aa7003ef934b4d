import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contractOf } from '../../../../contracts/catalogue.ts';
import { comesIn } from '../../../../contracts/files/layout.ts';
import { LAYOUTS_FOLDER, layoutsIn, layoutsTogether, readLayout } from '../../../../contracts/files/layouts.ts';
import { importFile } from '../../../../functions/intake/import-file/import-file.ts';
import { intakeWorld } from '../../../support/intake-world.ts';
import { Killed, killing } from '../../../support/kill.ts';
import { testKey } from '../../../support/register.ts';

// Each layout that is data, by its samples in events/files: one that is right, and one of which rows are refused.

const sample = (name: string) => readFileSync(`events/files/${name}`, 'utf8');
const rowsOf = (text: string) =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('TRAILER')).length - 1;
const layouts = layoutsTogether(layoutsIn(LAYOUTS_FOLDER)).filter(comesIn);
const eventLayouts = layouts.filter((each) => each.kind === 'events');

async function imported(text: string) {
  const world = await intakeWorld();
  const outcome = await world.importFile(world.objects.put('night.csv', text));
  const told = [...world.bus.events.values()].filter(({ type }) => !type.startsWith('council.intake.'));
  return {
    ...world,
    ...{ outcome, told },
    receipt: world.objects.json('night.csv.receipt.json'),
    rejects: world.objects.json('night.csv.rejects.json'),
  };
}

describe.each(eventLayouts)('the layout $layout', ({ layout, source, what }) => {
  test('says what its rows say', () => expect(what).toMatch(/^[A-Z].*\.$/));

  test('takes each row of its sample as an event of its source', async () => {
    const text = sample(`${layout}.csv`);
    const { outcome, receipt, told, bus } = await imported(text);
    expect([outcome, receipt.reasons]).toEqual([{ kind: 'done' }, []]);
    expect(receipt).toMatchObject({ outcome: 'taken', rows: rowsOf(text), taken: rowsOf(text), rejected: 0 });
    expect(told).toHaveLength(rowsOf(text));
    for (const { type, origin, data } of told) {
      expect(origin).toBe(source);
      expect(contractOf(type)?.data.safeParse(data).success, type).toBe(true);
    }
    expect(bus.ofType('council.intake.file-imported.v1')).toMatchObject([{ data: { layout, source } }]);
  });

  test('refuses rows that are wrong with line and column, and says what should be there', async () => {
    const { rejects, receipt, told } = await imported(sample(`${layout}.wrong.csv`));
    const expected = JSON.parse(sample(`${layout}.wrong.json`)) as object[];
    expect(rejects).toMatchObject(expected);
    expect(receipt).toMatchObject({ outcome: 'taken', rejected: expected.length });
    expect(told).toHaveLength(receipt.taken);
    for (const { text, column } of rejects)
      expect(text).toMatch(new RegExp(`^(${column} |The same )(must|.*may) .+\\.$`));
  });
});

test('every layout that comes in has its samples', () => {
  for (const { layout } of layouts)
    for (const end of ['.csv', '.wrong.csv', '.wrong.json'])
      expect(existsSync(`events/files/${layout}${end}`), layout + end).toBe(true);
});

describe('a file whose rows are events', () => {
  test('hands contact data to the register before the fact is on the bus, and none to the bus', async () => {
    const { facts, bus, order } = await imported(sample('contacts.csv'));
    const numbers = facts.flatMap((fact) => (fact.kind === 'contact' ? [fact.value.to] : []));
    expect(numbers.sort()).toEqual(['+447700900123', 'Flat 3, Mock Court, Norton, TS0 2BQ', 'Verity@example.org']);
    expect(order.findIndex((each) => each.startsWith('publish'))).toBeGreaterThan(order.lastIndexOf('fact contact'));
    for (const mark of ['Verity', '900123', 'Mock Court', '"P1"'])
      expect(JSON.stringify([...bus.events.values()])).not.toContain(mark);
  });

  test('is the same facts again, under another name or in another order of its rows', async () => {
    const text = sample('claims-and-decisions.csv');
    const world = await intakeWorld();
    await world.importFile(world.objects.put('a.csv', text));
    const [header, ...rows] = text.trim().split('\n') as [string, ...string[]];
    await world.importFile(
      world.objects.put('b.csv', [header, ...rows.slice(0, -1).reverse(), rows.at(-1), ''].join('\n')),
    );
    expect(world.bus.ofType('council.benefits.decision-made.v1')).toHaveLength(1);
    expect(world.objects.json('b.csv.receipt.json')).toMatchObject({ outcome: 'taken', taken: 6 });
  });

  test('tells payments that say the same apart by their reference', async () => {
    const text = sample('payments.csv').replace('"£1,200.50"', '120.00').replace('1440.50', '360.00');
    const { told } = await imported(text);
    expect(new Set(told.map(({ data }) => (data as { payment: string }).payment)).size).toBe(3);
  });

  test('keeps the order of its source', async () => {
    const { told } = await imported(sample('changes-of-address.csv'));
    expect(told).toMatchObject([
      { sequence: '10', time: '2026-09-28T08:00:00.000Z', subject: testKey('person', 'ER-40217') },
    ]);
  });

  test.each([
    ['a trailer that counts otherwise', 'TRAILER,6', 'TRAILER,7', 'trailer-count'],
    ['no trailer', 'TRAILER,6\n', '', 'trailer-missing'],
    ['a column missing', 'recorded_at,', '', 'column-missing:recorded_at'],
  ])('with %s is refused as a whole', async (_, from, to, reason) => {
    const { receipt, told } = await imported(sample('claims-and-decisions.csv').replace(from, to));
    expect([receipt.outcome, receipt.reasons[0].code, told]).toEqual(['refused', reason, []]);
  });

  test('killed at any await and delivered again, ends the same', async () => {
    const text = sample('service-requests.csv');
    const calm = await imported(text);
    for (let at = 0; at < 60; at += 1) {
      const world = await intakeWorld();
      const object = world.objects.put('night.csv', text);
      const { objects, table, publish, register } = world.deps;
      const ports = { table, publish, register, objects: { writeJson: objects.writeJson } };
      const { calls: _, ...mortal } = killing(ports, at, at % 2 === 0 ? 'after' : 'before');
      const deps = { ...world.deps, ...mortal, objects: { ...objects, writeJson: mortal.objects.writeJson } };
      await importFile(deps, world.arrival(object)).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
      world.clock.now += 3_600_000;
      await world.importFile(object);
      expect(world.state()).toEqual(calm.state());
    }
  });

  test('goes on from its checkpoint when time runs low', async () => {
    const [header, row] = sample('changes-of-address.csv').split('\n') as [string, string];
    const rows = Array.from({ length: 1_200 }, (_, i) => row.replace('ER-40217', `ER-${i}`));
    const world = await intakeWorld();
    const object = world.objects.put('long.csv', [header, ...rows, `TRAILER,${rows.length}`, ''].join('\n'));
    for (let turn = 0; turn < 3; turn += 1) await world.importFile(object, 1_000);
    expect(world.continued).toHaveLength(2);
    expect(world.bus.ofType('council.residents.address-changed.v1')).toHaveLength(1_200);
    expect(world.objects.json('long.csv.receipt.json')).toMatchObject({ outcome: 'taken', taken: 1_200 });
    expect(await world.importFile(object)).toEqual({ kind: 'duplicate' });
  });
});

describe('a layout', () => {
  const payments = JSON.parse(readFileSync(`${LAYOUTS_FOLDER}/payments.json`, 'utf8'));

  test.each([
    ['a form that there is not', { columns: [{ name: 'a', form: 'number', required: 'value' }] }, 'columns.0.form'],
    ['a key that is no column', { key: ['nobody'] }, 'nobody must be one of them'],
    ['a column twice', { columns: [...payments.columns, payments.columns[0]] }, 'payment_ref stands there twice'],
    ['a field of its own', { colour: 'blue' }, 'colour'],
  ])('with %s is refused, and told where', (_, change, where) => {
    expect(() => readLayout({ ...payments, ...change }, 'payments.json')).toThrow(where);
  });

  test('that asks for the columns of another is refused', () => {
    const copy = readLayout({ ...payments, layout: 'copy' }, 'copy.json');
    expect(() => layoutsTogether([...layoutsIn(LAYOUTS_FOLDER), copy])).toThrow('copy and payments');
  });
});
