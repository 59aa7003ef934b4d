import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Extract,
  readExtract,
} from '../../../../functions/intake/import-file/layouts/recovery-extract/read-extract.ts';
import type { Debt } from '../../../../functions/register/debt.ts';
import { bytesOf, scratchFolder } from '../../../support/intake.ts';
import { testKey } from '../../../support/register.ts';

type Expected = {
  extract_id: string | null;
  file: { accepted: boolean; reasons: string[] };
  rejectedRows: { line: number; column: string | null; reason: string }[];
  decisions: { account_ref: string; person_ref: string; bill_year: string }[];
};

async function read<T>(bytes: Uint8Array, look: (extract: Extract) => T): Promise<T> {
  const extract = await readExtract(bytesOf(bytes, 60_000), join(await scratchFolder(), 'scratch.sqlite'));
  try {
    return look(extract);
  } finally {
    extract.close();
  }
}
const debtsOf = (extract: Extract): Debt[] => [...extract.debts(testKey)];

/** That a file is taken apart as the expected decisions say: what is refused, and which rows are left. */
async function expectRead(bytes: Uint8Array, expected: Expected): Promise<void> {
  await read(bytes, (extract) => {
    expect(extract.reasons).toEqual(expected.file.reasons);
    expect(extract.extract_id).toBe(expected.extract_id);
    expect([...extract.rejects()].map(({ raw: _, ...row }) => row)).toEqual(expected.rejectedRows);
    const rows = debtsOf(extract).flatMap(({ rows, bill_year }) => rows.map((row) => ({ ...row, bill_year })));
    const names = ({ account_ref, person_ref, bill_year }: Expected['decisions'][number]) => ({
      account_ref,
      person_ref,
      bill_year,
    });
    expect(rows.sort((a, b) => a.line - b.line).map(names)).toEqual(expected.decisions.map(names));
    expect(extract.taken + extract.rejected).toBe(extract.rows);
  });
}

describe('files kept with the project', () => {
  const FIXTURES = join(import.meta.dirname, '../../../fixtures/recovery-extract');
  test.each(readdirSync(FIXTURES))('%s: refused and good rows are as expected', async (name) => {
    const expected = JSON.parse(readFileSync(join(FIXTURES, name, 'expected.json'), 'utf8')) as Expected;
    expect(expected.decisions.length).toBeGreaterThan(50);
    await expectRead(readFileSync(join(FIXTURES, name, 'recovery-extract.csv')), expected);
  });
});

const ORACLE = new URL('../../../../../shared/extracts/', import.meta.url);
const isThere = existsSync(new URL('make-extract.mjs', ORACLE));

describe.skipIf(!isThere)('compared with an independent reader (../shared/extracts)', async () => {
  const { makeExtract } = isThere ? await import(new URL('make-extract.mjs', ORACLE).href) : { makeExtract: null };
  const { makeBadFiles } = isThere ? await import(new URL('bad-files.mjs', ORACLE).href) : { makeBadFiles: null };
  const { decideFile } = isThere ? await import(new URL('oracle.mjs', ORACLE).href) : { decideFile: null };

  const encodings = ['utf8', 'utf8-bom', 'windows-1252'];
  test.each(Array.from({ length: 24 }, (_, seed) => seed))('seed %i', async (seed) => {
    const options = { seed, rows: 300, dirty: true, encoding: encodings[seed % 3], newline: seed % 2 ? 'crlf' : 'lf' };
    for (const { bytes, expected } of makeExtract(options)) await expectRead(bytes, expected);
  });

  const files = isThere ? makeBadFiles().files : [];
  test.each(files as { file: string; bytes: Buffer; reasons: string[]; moreReasons?: boolean; outcome: string }[])(
    '$file',
    async ({ bytes, reasons, moreReasons, outcome }) => {
      const { expected } = decideFile(bytes, { now: '2026-09-29T10:00:00+01:00' });
      if (outcome !== 'refused') return expectRead(bytes, expected);
      await read(bytes, (extract) => {
        expect(extract.accepted).toBe(false);
        if (moreReasons) expect(extract.reasons).toEqual(expect.arrayContaining(reasons));
        else expect([...extract.reasons].sort()).toEqual([...reasons].sort());
        expect(debtsOf(extract)).toEqual([]);
      });
    },
  );
});
