import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../infra/local/start/report.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NIGHT = join(ROOT, 'test', 'fixtures', 'night');

type Expected = {
  now: string;
  rejectedRows: Report['files'][number]['rejectedRows'];
  totals: { rows: number; refused: number };
  decisions: (Pick<Report['decisions'][number], 'account_ref' | 'person_ref' | 'bill_year' | Decided> & {
    s15_group: string | null;
    if_winner?: Partial<Pick<Report['decisions'][number], Decided>>;
  })[];
};
type Decided = 'notice_type' | 'outcome' | 'variant' | 'codes' | 'reason' | 'due_at';

function start(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'start.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const keyOf = (each: Record<'account_ref' | 'person_ref' | 'bill_year', string | null>) =>
  `${each.account_ref} ${each.person_ref} ${each.bill_year}`;

describe('a night', () => {
  const input = mkdtempSync(join(tmpdir(), 'crier-night-'));
  const file = join(input, '1-recovery-extract.csv');
  const expected = JSON.parse(readFileSync(join(NIGHT, 'expected.json'), 'utf8')) as Expected;
  let ended: Awaited<ReturnType<typeof start>>;
  let report: Report;

  beforeAll(async () => {
    copyFileSync(join(NIGHT, 'recovery-extract.csv'), file);
    writeFileSync(join(input, '2-broken.csv'), 'extract_id,account_ref\nRE-2,1\nTRAILER,1,0.00\n');
    writeFileSync(join(input, '3-again.csv'), readFileSync(file));
    writeFileSync(join(input, 'notes.txt'), 'left alone');
    const path = join(input, '..', `${input.split('/').at(-1)}-report.json`);
    ended = await start('--once', '--input', input, '--now', expected.now, '--report', path);
    report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : ({} as Report);
  });

  it('ends well, although one file was refused, and names what it left', () => {
    expect([ended.code, ended.err]).toEqual([0, '']);
    expect(ended.out).toContain('notes.txt: left alone');
    expect(ended.out).toContain('The first text has gone out');
  });

  it('leads to the decision that is expected of every row', () => {
    const told = new Map(report.decisions.map((each) => [keyOf(each), each]));
    const winners = new Map<string, string>();
    for (const each of expected.decisions) {
      if (each.s15_group && told.get(keyOf(each))?.outcome !== 'none') winners.set(each.s15_group, keyOf(each));
    }
    const wanted = expected.decisions.map(({ s15_group, if_winner, ...each }) => {
      const settled = !s15_group
        ? each
        : winners.get(s15_group) === keyOf(each)
          ? { ...each, ...if_winner, codes: [], reason: null }
          : { ...each, outcome: 'none' as const, variant: null, codes: ['S15'], reason: null };
      const { notice_type, outcome, variant, codes, reason } = settled;
      return [keyOf(each), { notice_type, outcome, variant, codes: [...codes].sort(), reason }];
    });
    const got = expected.decisions.map((each) => {
      const { notice_type, outcome, variant, codes, reason } =
        told.get(keyOf(each)) ?? ({} as Report['decisions'][number]);
      return [keyOf(each), { notice_type, outcome, variant, codes: [...(codes ?? [])].sort(), reason }];
    });
    expect(got).toEqual(wanted);
    expect(report.decisions.length).toBe(expected.decisions.length);
  });

  it('tells what became of each file, and of every row that could not be read', () => {
    const [first, second, third] = report.files;
    expect(first).toMatchObject({
      name: '1-recovery-extract.csv',
      accepted: true,
      reasons: [],
      rows: expected.totals.rows,
    });
    expect(first!.rejectedRows).toEqual(expected.rejectedRows);
    expect(second).toMatchObject({ name: '2-broken.csv', accepted: false });
    expect(second!.reasons).toContain('column-missing:person_ref');
    expect(third).toMatchObject({ name: '3-again.csv', accepted: false, reasons: ['already-imported'] });
  });

  it('writes the receipts beside the files', () => {
    const receipt = JSON.parse(readFileSync(`${file}.receipt.json`, 'utf8'));
    expect([receipt.outcome, receipt.rows, receipt.rejected]).toEqual([
      'taken',
      expected.totals.rows,
      expected.totals.refused,
    ]);
    expect(JSON.parse(readFileSync(`${file}.rejects.json`, 'utf8'))).toHaveLength(expected.totals.refused);
    expect(JSON.parse(readFileSync(join(input, '2-broken.csv.receipt.json'), 'utf8')).outcome).toBe('refused');
  });

  /** Rows whose pay-by date is earlier than the seventh day, the day of issue counted: nobody is told it. */
  function withEarlyPayBy(): Set<string> {
    const rows = parse(readFileSync(file), { columns: true, relax_column_count: true }) as Record<string, string>[];
    const day = (written = '') => Date.parse(written.trim().split('/').reverse().join('-'));
    const isEarly = ({ stage_code, stage_date, pay_by }: Record<string, string>) =>
      ['REM1', 'REM2', 'FINAL'].includes(stage_code ?? '') && day(pay_by) < day(stage_date) + 6 * 86_400_000;
    return new Set(rows.filter(isEarly).map((row) => keyOf(row as Parameters<typeof keyOf>[0])));
  }

  it('tells everyone once who is to be told but those whose pay-by date is unlawful, and the ledger balances', () => {
    const early = withEarlyPayBy();
    const toTell = report.decisions.filter((each) => each.outcome !== 'none' && !early.has(keyOf(each)));
    const held = report.decisions.filter((each) => each.outcome !== 'none' && early.has(keyOf(each)));
    expect(toTell.length).toBeGreaterThan(30);
    expect(toTell.filter(({ state }) => state !== 'delivered')).toEqual([]);
    expect(held.length).toBeGreaterThan(5);
    expect(held.filter(({ state }) => state !== 'planned')).toEqual([]);
    const { planned, delivered, failed, blocked, expired, cancelled, open, balanced } = report.ledger;
    expect({ delivered, failed, cancelled, open, balanced }).toEqual({
      delivered: toTell.length,
      failed: 0,
      cancelled: 0,
      open: held.length,
      balanced: true,
    });
    expect(delivered + failed + blocked + expired + cancelled + open).toBe(planned);
    expect(report.calls.notify).toBeGreaterThanOrEqual(toTell.length);
  });

  it('measures what it did', () => {
    const { setup, import: imported, plan, send, total } = report.seconds;
    expect(setup + imported + plan + send).toBeCloseTo(total, 1);
    for (const calls of Object.values(report.calls)) expect(calls).toBeGreaterThan(0);
  });
});

describe('npm start', () => {
  it('refuses an option that it does not know, with 2', async () => {
    const { code, err } = await start('--onse');
    expect([code, err]).toEqual([2, expect.stringContaining("'--onse'")]);
  });

  it('says what is wrong with its input, with 1', async () => {
    const { code, err } = await start('--once', '--input', '/no/such/folder');
    expect([code, err]).toEqual([1, expect.stringContaining('there is no folder /no/such/folder')]);
  });
});
