import { describe, expect, test } from 'vitest';
import type { CloudEvent } from '../../../../contracts/envelope.ts';
import type { Data as Count } from '../../../../contracts/events/contacts/contacts-counted.v1.ts';
import { importFile } from '../../../../functions/intake/import-file/import-file.ts';
import { aFile, aFileRow, intakeWorld } from '../../../support/intake-world.ts';
import { Killed, killing } from '../../../support/kill.ts';

const COUNTED = 'council.contacts.contacts-counted.v1';
const HEADER = 'service,channel,from,to,contacts,revision';
const ROWS = [
  'care-for-your-area,telephone,2026-09-28,2026-09-28,142,1',
  'care-for-your-area,self_serve,28/09/2026,28/09/2026,0,1',
  'all,telephone,2017-04-01,2018-03-31,257161,2',
];
const TRAILER = 'TRAILER,3,257303';
const file = (...lines: string[]) => `${lines.join('\n')}\n`;

async function imported(text: string | Uint8Array, name = 'counts.csv') {
  const world = await intakeWorld();
  const outcome = await world.importFile(world.objects.put(name, text));
  return {
    ...world,
    outcome,
    counts: world.bus.ofType(COUNTED) as CloudEvent<Count>[],
    receipt: world.objects.json(`${name}.receipt.json`),
    rejects: world.objects.json(`${name}.rejects.json`),
  };
}

describe('a file of counts', () => {
  test('becomes one event for each row, of the contact centre', async () => {
    const { outcome, counts, receipt, bus, debts } = await imported(file(HEADER, ...ROWS, TRAILER));
    expect(outcome).toEqual({ kind: 'done' });
    expect(counts.map(({ origin, data }) => [origin, data.service, data.from, data.contacts, data.revision])).toEqual([
      ['contact-centre', 'care-for-your-area', '2026-09-28', 142, 1],
      ['contact-centre', 'care-for-your-area', '2026-09-28', 0, 1],
      ['contact-centre', 'all', '2017-04-01', 257_161, 2],
    ]);
    expect(receipt).toMatchObject({
      outcome: 'taken',
      rows: 3,
      taken: 3,
      rejected: 0,
      control: { count: 3, sum_contacts: 257_303, trailer_sum: '257303' },
    });
    expect(bus.ofType('council.intake.file-imported.v1')).toMatchObject([
      { data: { layout: 'contacts-counted', run: null, rows: 3, taken: 3, debts: 0 } },
    ]);
    expect(debts.size).toBe(0);
  });

  test('is known by its header, in any order of columns and with others between', async () => {
    const { counts } = await imported(
      '\uFEFFrevision,"channel",note,contacts,to,from,service\r\n1,sms,,7,2026-09-28,2026-09-28,council-tax\r\n',
    );
    expect(counts.map(({ data }) => [data.service, data.channel, data.contacts])).toEqual([['council-tax', 'sms', 7]]);
  });

  test('is no extract, and an extract is no file of counts', async () => {
    const { counts, receipt } = await imported(aFile([aFileRow()]), 'night.csv');
    expect(counts).toEqual([]);
    expect(receipt).toMatchObject({ outcome: 'taken', extract_id: 'CT-1' });
  });

  test.each([
    ['negative', 'council-tax,telephone,2026-09-28,2026-09-28,-1,1', 'contacts', 'bad-integer'],
    ['fractional', 'council-tax,telephone,2026-09-28,2026-09-28,1.5,1', 'contacts', 'bad-integer'],
    ['of an unknown channel', 'council-tax,fax,2026-09-28,2026-09-28,1,1', 'channel', 'bad-code'],
    ['of no service', ',telephone,2026-09-28,2026-09-28,1,1', 'service', 'empty'],
    ['of a telephone number', '07700900123,telephone,2026-09-28,2026-09-28,1,1', 'service', 'bad-code'],
    ['of no day', 'council-tax,telephone,2026-09-31,2026-09-30,1,1', 'from', 'bad-date'],
    ['backwards', 'council-tax,telephone,2026-09-28,2026-09-27,1,1', 'to', 'before-from'],
    ['of tomorrow', 'council-tax,telephone,2026-09-29,2026-09-30,1,1', 'to', 'in-future'],
    ['too short', 'council-tax,telephone,2026-09-28', null, 'field-count'],
    ['there already', ROWS[0]!, 'revision', 'duplicate'],
  ])('leaves out a row that is %s, and says so beside the file', async (_, row, column, reason) => {
    const { counts, rejects, receipt } = await imported(file(HEADER, ROWS[0]!, row, ROWS[2]!));
    expect(counts).toHaveLength(2);
    expect(rejects).toMatchObject([{ line: 3, column, reason, raw: row }]);
    expect(rejects[0].text).toMatch(/ must | may stand in one row only/);
    expect(receipt).toMatchObject({ outcome: 'taken', rows: 3, taken: 2, rejected: 1 });
  });

  const all = file(HEADER, ...ROWS, TRAILER);
  test.each([
    ['without its trailer and its last line end', file(HEADER, ...ROWS).slice(0, -4), 'cut-short'],
    ['in the middle of a quote', `${HEADER}\n"care-for`, 'not-csv'],
    ['before its header ends', HEADER.slice(0, 36), 'column-missing:revision'],
    ['with rows missing', all.replace(`${ROWS[1]}\n`, ''), 'trailer-count'],
    ['with a digit missing', all.replace('142', '14'), 'trailer-sum'],
  ])('that is cut %s is refused as a whole', async (_, text, reason) => {
    const { counts, receipt, bus } = await imported(text);
    expect(counts).toEqual([]);
    expect(receipt).toMatchObject({ outcome: 'refused', taken: 0 });
    expect(receipt.reasons.map(({ code }: { code: string }) => code)).toContain(reason);
    expect(receipt.reasons[0].text).toMatch(/[A-Z].*\./);
    expect(bus.ofType('council.intake.file-refused.v1')).toMatchObject([{ data: { layout: 'contacts-counted' } }]);
  });

  test('sent twice tells the same events once, and a correction another', async () => {
    const world = await intakeWorld();
    await world.importFile(world.objects.put('a.csv', file(HEADER, ROWS[0]!)));
    await world.importFile(world.objects.put('b.csv', file(HEADER, ROWS[0]!)));
    expect(world.bus.ofType(COUNTED)).toHaveLength(1);
    await world.importFile(world.objects.put('c.csv', file(HEADER, ROWS[0]!.replace(/142,1$/, '139,2'))));
    expect(world.bus.ofType(COUNTED)).toHaveLength(2);
  });

  test('killed at any await and delivered again, ends the same', async () => {
    const calm = await intakeWorld();
    const text = file(HEADER, ...ROWS, 'council-tax,fax,2026-09-28,2026-09-28,1,1');
    await calm.importFile(calm.objects.put('counts.csv', text));
    for (let at = 0; at < 12; at += 1) {
      const world = await intakeWorld();
      const object = world.objects.put('counts.csv', text);
      const { objects, table, publish } = world.deps;
      const mortal = {
        ...world.deps,
        ...killing({ table, publish, objects: { writeJson: objects.writeJson } }, at, 'after'),
      };
      const deps = { ...mortal, objects: { ...objects, writeJson: mortal.objects.writeJson } };
      await importFile(deps, world.arrival(object)).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
      world.clock.now += 3_600_000;
      await world.importFile(object);
      expect(world.state()).toEqual(calm.state());
    }
  });
});
