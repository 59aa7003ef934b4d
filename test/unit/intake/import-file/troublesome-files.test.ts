import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { addressKey } from '../../../support/builders.ts';
import { aFile, aFileRow, intakeWorld } from '../../../support/intake-world.ts';

// What other people's systems are known to write.

async function imported(bytes: Uint8Array | string, name = 'night.csv') {
  const world = await intakeWorld();
  expect(await world.importFile(world.objects.put(name, bytes))).toEqual({ kind: 'done' });
  const rows = [...world.debts.values()].flatMap((debt) => debt.rows);
  const receipt = world.objects.json(`${name}.receipt.json`);
  const codes: string[] = receipt.reasons.map(({ code }: { code: string }) => code);
  return { ...world, rows, receipt, codes, rejects: world.objects.json(`${name}.rejects.json`) };
}

const two = () => [aFileRow(), aFileRow({ account_ref: '700000002', person_ref: 'P2' })];
const withTrailer = (trailer: string) => aFile(two(), trailer);

describe('a file is taken', () => {
  test.each([
    ['with spaces around the fields of its trailer', withTrailer(' TRAILER , 2 , 500.00 ')],
    ['with empty further fields in its trailer', withTrailer('TRAILER,2,500.00,, ,')],
    ['with an end-of-file mark', `${aFile(two())}\x1a`],
    ['with NULs at its end', `${aFile(two())}${'\0'.repeat(70_000)}`],
    ['with a million and more NULs at its end', `${aFile(two())}${'\0'.repeat(1_300_000)}`],
  ])('%s', async (_, text) => {
    const { receipt, rows } = await imported(text);
    expect([receipt.outcome, receipt.rows, rows.length]).toEqual(['taken', 2, 2]);
  });

  test('with one account in credit: the credit counts in the sum, and is on the bus', async () => {
    const credit = aFileRow({ account_ref: '700000003', person_ref: 'P3', balance: '-£512.34' });
    const { receipt, rows, bus } = await imported(aFile([...two(), credit], 'TRAILER,3,-12.34'));
    expect([receipt.outcome, receipt.control.sum_pence]).toEqual(['taken', -1234]);
    expect(rows.map(({ balance_pence }) => balance_pence)).toContain(-51_234);
    expect(JSON.stringify(bus.ofType('council.recovery.account-snapshotted.v1'))).toContain('"balance_pence":-51234');
  });

  test('line by line: one line of another encoding leaves the others as they are', async () => {
    const rows = ['Zoë', 'Chloé', 'Núria'].map((first_name, i) => aFileRow({ person_ref: `P${i}`, first_name }));
    const [before, after] = aFile(rows).split('Chloé') as [string, string];
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from('Chlo\xe9', 'latin1'), Buffer.from(after)]);
    expect((await imported(bytes)).rows.map(({ first_name }) => first_name)).toEqual(['Zoë', 'Chloé', 'Núria']);
  });

  test('with look-alike spaces, dashes and marks in numbers and emails', async () => {
    const mobiles = ['07700\u00a0 900821', '07700\u2011900822', '\u202d07700900823\u202c'];
    const rows = mobiles.map((mobile, i) => aFileRow({ person_ref: `P${i}`, mobile, email: 'S\u200bam@example.org' }));
    const read = (await imported(aFile(rows))).rows;
    expect(read.map(({ contacts }) => contacts.sms?.to)).toEqual(['+447700900821', '+447700900822', '+447700900823']);
    expect(read.map(({ contacts }) => contacts.email?.to)).toEqual(Array(3).fill('Sam@example.org'));
  });

  test('and is kept with its numbers and emails as they are used, keyed, and none where there is none', async () => {
    const read = (
      await imported(aFile([aFileRow({ mobile: '(07700) 900-821', email: 'none known', email_opt_out: 'Y' })]))
    ).rows;
    expect(read[0]?.contacts).toEqual({
      sms: { to: '+447700900821', address: addressKey('+447700900821'), verified_at: null },
      email: { to: null, verified_at: null, opted_out: true },
    });
  });

  test('whatever its name', async () => {
    expect((await imported(aFile(two()), 'RECOVERY.CSV')).receipt).toMatchObject({ outcome: 'taken', rows: 2 });
  });
});

describe('a file is refused', () => {
  test.each([
    ['in UTF-16 with a mark', Buffer.from(`\ufeff${aFile(two())}`, 'utf16le'), 'encoding-utf-16', 'UTF-16'],
    ['in UTF-16 without one', Buffer.from(aFile(two()), 'utf16le'), 'encoding-utf-16', 'UTF-16'],
    ['compressed', gzipSync(aFile(two())), 'not-text:gzip', 'compressed'],
    ['an archive', Buffer.from('PK\x03\x04xlsx'), 'not-text:zip', 'spreadsheet'],
    ['of no layout', Buffer.from('name,colour\nSam,blue\n'), 'header-missing', 'a layout that Crier knows'],
    ['of an unknown kind', Buffer.from('{"rows":[]}'), 'header-missing', 'service,channel,from,to,contacts,revision'],
  ])('%s: it is told what it is and what to send', async (_, bytes, code, words) => {
    const { receipt, codes, debts } = await imported(bytes, 'WHAT.DAT');
    expect([receipt.outcome, codes[0], debts.size]).toEqual(['refused', code, 0]);
    expect(receipt.reasons[0].text).toContain(words);
  });

  test.each([
    ['a quote inside a field', '1 "Model" Street', 3, 'inside a field'],
    ['text after a closing quote', '"1 Model" Street', 3, 'between a closing double quote'],
    ['a quote that is never closed', '"1 Model Street', 3, 'never closed'],
    ['a lone carriage return', '1 Model\rStreet', 3, 'carriage return'],
  ])('and told the line: %s', async (_, written, line, words) => {
    const rows = [aFileRow(), aFileRow({ person_ref: 'P2', first_name: '@' })];
    const { receipt } = await imported(aFile(rows).replace('@,', `${written},`));
    expect(receipt.reasons).toMatchObject([{ code: 'not-csv', line, text: expect.stringContaining(`Line ${line} `) }]);
    expect(receipt.reasons[0].text).toContain(words);
  });

  test('for its sum, with the rows that could not be read', async () => {
    const unread = aFileRow({ person_ref: 'P3', balance: '1O.00' });
    const { receipt, codes, rejects } = await imported(aFile([...two(), unread], 'TRAILER,3,510.00'));
    expect([codes, receipt.taken, receipt.rejected]).toEqual([['trailer-sum'], 0, 1]);
    expect(rejects).toMatchObject([{ line: 4, column: 'balance', reason: 'bad-amount' }]);
    expect(receipt.reasons[0].text).toContain('reject report');
  });

  test.each([
    ['in small letters', 'trailer,2,500.00'],
    ['with a field too many', 'TRAILER,2,500.00,x'],
    ['with a field too few', 'TRAILER,2'],
    ['that is not the last line', `TRAILER,2,500.00\nTRAILER,2,500.00`],
  ])('for a trailer %s: once, and not also as a row of another extract', async (_, trailer) => {
    const { receipt, codes, rejects } = await imported(withTrailer(trailer));
    expect([codes, receipt.rows, receipt.extract_id, rejects]).toEqual([['trailer-missing'], 2, 'CT-1', []]);
  });
});

describe('a file of counts', () => {
  const HEADER = 'service,channel,from,to,contacts,revision';
  const ROW = 'council-tax,telephone,2026-09-28,2026-09-28,12,1';
  test('may have spaces in its trailer, an end-of-file mark and lines of two encodings', async () => {
    const noted = Buffer.from(`${HEADER},note\n${ROW},\xe9\n TRAILER ,1, 12 ,,,,\n\x1a`, 'latin1');
    expect((await imported(noted)).receipt).toMatchObject({ outcome: 'taken', taken: 1 });
  });

  test.each([
    ['trailer,1,12', ['trailer-missing']],
    ['TRAILER,2,12', ['trailer-count']],
  ])('with the last line %s is refused once, and lists what could not be read', async (last, reasons) => {
    const { codes, rejects } = await imported(`${HEADER}\n${ROW}\n${last}\n`);
    expect([codes, rejects]).toEqual([reasons, []]);
    const unread = await imported(`${HEADER}\n${ROW.replace(',12,', ',twelve,')}\nTRAILER,1,12\n`);
    expect([unread.codes, unread.rejects]).toMatchObject([['trailer-sum'], [{ line: 2, column: 'contacts' }]]);
  });
});
