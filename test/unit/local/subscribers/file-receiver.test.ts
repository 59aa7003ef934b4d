import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bytesOfFile, checksumLine, type RowOut } from '../../../../functions/sync/files/file-out.ts';
import { openOutbox } from '../../../../infra/local/start/outbox.ts';
import { fileReceiver } from '../../../../infra/local/subscribers/file-receiver.ts';

const COLUMNS = ['ref', 'sequence', 'first_name', 'address_line_1', 'postcode'];
const row = (ref: string, sequence: string, values: RowOut['values']): RowOut => ({ ref, sequence, values });
const bytes = (rows: RowOut[]) => bytesOfFile(rows, { columns: COLUMNS, encoding: 'windows-1252' });
const sumOf = (file: Buffer, name: string) =>
  Buffer.from(checksumLine(createHash('sha256').update(file).digest('hex'), name));
const there = (name: string, file: Buffer) => ({ subscriber: 'roll', name, bytes: file });

test('reads back what was written, once its sum is there, and keeps the newest of each', () => {
  const { take, copies } = fileReceiver('windows-1252');
  const first = bytes([
    row('A', '10', { first_name: 'Zoë "Z"', address_line_1: '-5 Lane, Norton', postcode: 'TS0 1AA' }),
  ]);
  take(there('roll-000001.csv', first));
  expect(copies()).toEqual([]);
  take(there('roll-000001.csv.sha256', sumOf(first, 'roll-000001.csv')));
  const contact = {
    ...{ first_name: 'Zoë "Z"', mobile: undefined, email: undefined },
    postal_address: { lines: ['-5 Lane, Norton'], postcode: 'TS0 1AA' },
  };
  expect(copies()).toEqual([{ ref: 'A', sequence: '10', contact }]);
  const second = bytes([row('A', '9', { first_name: 'Old' }), row('B', '1', { first_name: 'New' })]);
  take(there('roll-000002.csv', second));
  take(there('roll-000002.csv.sha256', sumOf(second, 'roll-000002.csv')));
  expect(copies().map(({ ref, sequence }) => [ref, sequence])).toEqual([
    ['A', '10'],
    ['B', '1'],
  ]);
});

test('leaves a file alone whose sum is another', () => {
  const { take, copies } = fileReceiver('utf-8');
  take(there('roll-000001.csv', bytes([row('A', '1', {})]).subarray(5)));
  take(there('roll-000001.csv.sha256', sumOf(bytes([row('A', '1', {})]), 'roll-000001.csv')));
  expect(copies()).toEqual([]);
});

const folder = mkdtempSync(join(tmpdir(), 'crier-outbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an outbox has files whole, goes on where it is kept, and begins anew where it is not', () => {
  const open = (keeps: boolean) => openOutbox(folder, { subscribers: ['roll'], keeps });
  open(true).put(there('roll-000001.csv', Buffer.from('a')));
  expect(readdirSync(join(folder, 'outbox', 'roll'))).toEqual(['roll-000001.csv']);
  expect(open(true).files()).toEqual([there('roll-000001.csv', Buffer.from('a'))]);
  expect(open(false).files()).toEqual([]);
});
