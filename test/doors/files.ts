// Nightly files under fire. What must get through is known beforehand: rows come from files whose every row is good, or
// are made to be, and those that were not touched must reach the register, whatever became of the others.
import * as fc from 'fast-check';
import type { Sent } from './behind/files.ts';
import type { Child, Door, Shot, Verdict } from './door.ts';
import { send, untouched } from './files-judge.ts';
import { COLUMNS, fileOf, GOOD, goodRow, nameOf, quoted, ROWS } from './files-rows.ts';
import { sampleOf } from './from-schema.ts';
import { mutateBytes, mutateLines, oddText } from './mutate.ts';
import { type Random, weighted } from './random.ts';

const FREE = COLUMNS.filter(
  (column) => !['extract_id', 'balance', 'account_ref', 'person_ref', 'bill_year'].includes(column),
);

/** Rows of which some have odd values in columns that put nothing else in question. */
function oddValues(random: Random): Shot {
  const rows = random.some(ROWS, 2 + random.below(12));
  const names = rows.map(nameOf);
  const odd = new Set(random.some(rows, 1 + random.below(3)));
  const changed = rows.map((row) => {
    if (!odd.has(row)) return row;
    const changes = random.some(FREE, 1 + random.below(3)).map((column) => [column, oddText(random)]);
    return { ...row, ...Object.fromEntries(changes) };
  });
  const file = fileOf(changed, random.pick(['\n', '\r\n']));
  const fire = async (child: Child): Promise<Verdict> => {
    // What is no Unicode cannot be written down.
    const { became, faults } = await send(child, { bytes: Buffer.from(file.toWellFormed()) }, fileOf(rows));
    const all = became.rows.length + became.rejects.length;
    if (all !== rows.length) faults.push(`${rows.length} rows became ${all}`);
    if (became.rejects.length > odd.size) faults.push('more rows are rejected than have odd values');
    return untouched(
      became,
      rows.filter((row) => !odd.has(row) && names.includes(nameOf(row))),
      faults,
    );
  };
  return { shape: `odd values: in ${odd.size} of ${rows.length} rows`, fire };
}

/** Odd names of accounts, persons, years, extracts: rows may collide, or the file be refused. */
function oddNames(random: Random): Shot {
  const rows = random.some(ROWS, 1 + random.below(8));
  const column = random.pick(['extract_id', 'account_ref', 'person_ref', 'bill_year', 'balance', 'extracted_at']);
  const value = random.chance(0.3)
    ? 'y'.repeat(random.pick([100, 101, 200, 201, 1_999, 2_001, 50_000]))
    : oddText(random);
  const all = random.chance(0.5);
  const changed = rows.map((row, i) => (all || i === 0 ? { ...row, [column]: value } : row));
  const file = fileOf(changed).toWellFormed();
  const fire = async (child: Child): Promise<Verdict> => {
    const { faults } = await send(child, { bytes: Buffer.from(file) }, fileOf(rows));
    return { faults };
  };
  return { shape: `odd ${column}: in ${all ? 'all' : 'one'} of ${rows.length} rows`, fire };
}

/** Lines or bytes that were cut, doubled or flipped. Untouched lines are named in what comes out, if it is taken. */
function damaged(random: Random): Shot {
  const rows = random.some(ROWS, 2 + random.below(10));
  const original = fileOf(rows);
  const byLine = random.chance(0.5);
  let bytes: Buffer = Buffer.from(original);
  for (let i = 1 + random.below(3); i > 0; i -= 1) {
    bytes = byLine ? Buffer.from(mutateLines(random, bytes.toString())) : mutateBytes(random, bytes);
  }
  const lines = new Set(bytes.toString('latin1').split(/\r?\n/));
  const whole = rows.filter((row) =>
    lines.has(Buffer.from(COLUMNS.map((column) => quoted(row[column] ?? '')).join(',')).toString('latin1')),
  );
  const fire = async (child: Child): Promise<Verdict> => {
    const { became, faults } = await send(child, { bytes }, original);
    if (became.receipt?.outcome !== 'taken') return { faults };
    // A damaged row can take another's name; then the later one of the two is rejected as its double.
    const known = new Set([...became.rows, ...became.rejects].map(({ line }) => line));
    if (known.size !== became.receipt.rows) faults.push('a row is neither taken nor rejected');
    const doubles = became.rejects.filter(({ reason }) => ['duplicate', 'field-count'].includes(reason)).length;
    const got = new Set(became.rows.map(nameOf as (row: unknown) => string));
    const lost = whole.filter((row) => !got.has(nameOf(row)));
    if (lost.length > doubles) faults.push(`${lost.length} whole rows did not get through`);
    return { faults, valid: whole.length - lost.length };
  };
  return { shape: byLine ? 'damaged lines' : 'damaged bytes', fire };
}

function madeGood(random: Random): Shot {
  const made = sampleOf(fc.array(goodRow, { minLength: 1, maxLength: 12 }), random.below(2 ** 31));
  const extract = {
    extract_id: `CT-${random.seed}`,
    extracted_at: '2026-09-29T03:00:00+01:00',
    payments_posted_to: '2026-09-29T02:45:00Z',
  };
  const distinct = [...new Map(made.map((row) => [nameOf(row), row])).values()].map((row) => ({ ...row, ...extract }));
  const file = fileOf(distinct, random.pick(['\n', '\r\n']));
  const fire = async (child: Child): Promise<Verdict> => {
    const { became, faults } = await send(child, { bytes: Buffer.from(file) }, null);
    return untouched(became, distinct, faults);
  };
  return { shape: `good rows: ${distinct.length}`, fire };
}

/** Counts of contacts: good rows, and rows with an odd value. */
function counts(random: Random): Shot {
  const columns = ['service', 'channel', 'from', 'to', 'contacts', 'revision'];
  const good = Array.from({ length: 1 + random.below(10) }, (_, i) => [
    'council-tax',
    random.pick(['telephone', 'email']),
    '2026-08-01',
    '2026-08-31',
    String(random.below(1e6)),
    String(i),
  ]);
  const odd = good.map((row) => (random.chance(0.3) ? row.with(random.below(6), oddText(random).toWellFormed()) : row));
  const sum = odd.reduce((total, row) => total + (/^\d+$/.test(row[4]!.trim()) ? Number(row[4]) : 0), 0);
  const isSummed = Number.isSafeInteger(sum) && odd.every((row, i) => row[4] === good[i]![4]);
  const lines = [columns, ...odd, ...(isSummed ? [['TRAILER', String(odd.length), String(sum)]] : [])];
  let bytes: Buffer = Buffer.from(`${lines.map((line) => line.map(quoted).join(',')).join('\n')}\n`);
  const isDamaged = random.chance(0.4);
  if (isDamaged)
    bytes = random.chance(0.5) ? mutateBytes(random, bytes) : Buffer.from(mutateLines(random, bytes.toString()));
  const expected = isDamaged ? 0 : odd.filter((row, i) => row.join() === good[i]!.join()).length;
  const fire = async (child: Child): Promise<Verdict> => {
    const { became, faults } = await send(child, { bytes }, null);
    const got = became.events.filter(({ type }) => type.endsWith('contacts-counted.v1')).length;
    if (!isDamaged && became.receipt?.outcome !== 'taken')
      faults.push(`refused for ${JSON.stringify(became.receipt?.reasons)}`);
    if (got < expected || got !== became.receipt?.taken)
      faults.push(`${expected} good counts, ${got} on the bus, ${became.receipt?.taken} in the receipt`);
    return { faults, valid: expected };
  };
  return { shape: isDamaged ? 'counts, damaged' : 'counts', fire };
}

const HEADER = COLUMNS.join(',');
const COUNTS = 'service,channel,from,to,contacts,revision';
const BOMBS: readonly [string, Sent][] = [
  ['a line without end', { before: `${HEADER}\n`, piece: 'x', times: 20_000_000, after: '' }],
  ['a quote without end', { before: `${HEADER}\n"`, piece: 'x\n', times: 10_000_000, after: '' }],
  ['doubled quotes', { before: `${HEADER}\n"`, piece: '""', times: 5_000_000, after: '"' }],
  ['a million columns', { before: HEADER, piece: ',c', times: 1_000_000, after: '\n' }],
  ['commas', { before: `${HEADER}\n`, piece: ',', times: 900_000, after: '\nTRAILER,1,0.00\n' }],
  ['blank lines', { before: `${HEADER}\n`, piece: '\n', times: 100_000, after: '' }],
  ['rows of one field', { before: `${HEADER}\n`, piece: 'x\n', times: 60_000, after: 'TRAILER,60000,0.00\n' }],
  ['zeros', { before: '', piece: '\u0000', times: 20_000_000, after: '' }],
  ['no line at all', { before: 'PK\u0003\u0004', piece: '\u00ff\u00fe', times: 5_000_000, after: '' }],
  [
    'wide counts',
    {
      before: `${COUNTS},notes\n`,
      piece: `council-tax,email,2026-08-01,2026-08-31,1,1,${'n'.repeat(9_000)}\n`,
      times: 20_000,
      after: '',
    },
  ],
  [
    'many counts',
    { before: `${COUNTS}\n`, piece: 'council-tax,email,2026-08-01,2026-08-31,1,1\n', times: 120_000, after: '' },
  ],
  ['counts without end', { before: `${COUNTS}\n`, piece: 'council-tax', times: 2_000_000, after: '' }],
];

function bomb(random: Random): Shot {
  const [name, sent] = random.pick(BOMBS);
  const fire = async (child: Child): Promise<Verdict> => {
    const { became, faults } = await send(child, sent, GOOD);
    if (became.rows.length > 0) faults.push('rows of it are in the register');
    return { faults };
  };
  return { shape: `bomb: ${name}`, fire };
}

function notAFile(random: Random): Shot {
  const texts = [
    '',
    '\n',
    '\ufeff',
    '{"a":1}',
    '<html>',
    HEADER,
    `${HEADER}\n`,
    `${HEADER}\nTRAILER,0,0.00\n`,
    'TRAILER,0,0.00',
    `${HEADER},balance\nTRAILER,0,0.00\n`,
  ];
  const bytes = random.chance(0.5)
    ? Buffer.from(random.pick(texts))
    : mutateBytes(random, Buffer.from(random.pick(texts)));
  return { shape: 'no file', fire: async (child) => ({ faults: (await send(child, { bytes }, GOOD)).faults }) };
}

async function sound(child: Child): Promise<string[]> {
  const { became, faults } = await send(child, { bytes: Buffer.from(GOOD) }, null);
  return untouched(became, ROWS.slice(0, 5), faults).faults;
}

export const files: Door = {
  name: 'files',
  soundEvery: 10,
  sound,
  shot: (random) =>
    weighted(random, [
      [6, oddValues],
      [3, oddNames],
      [6, damaged],
      [3, madeGood],
      [2, counts],
      [1, notAFile],
      [0.15, bomb],
    ] as const)(random),
};
