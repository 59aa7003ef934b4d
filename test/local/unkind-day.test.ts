import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../infra/local/start/options.ts';
import type { Report } from '../../infra/local/start/report.ts';
import { startRun } from '../../infra/local/start/run.ts';
import { quiet } from '../support/quiet.ts';

describe('the sample day where queues and tables are no kinder than on AWS', () => {
  it('ends well: out of order, twice, in half-full batches, with two pollers and reads that lag', async () => {
    const report = join(mkdtempSync(join(tmpdir(), 'crier-unkind-')), 'report.json');
    const read = readOptions(
      ['--once', '--day', '1', '--unkind', '11', '--pollers', '2', '--report', report],
      ['stockton'],
    );
    if (read.kind !== 'start') throw new Error(JSON.stringify(read));
    const { ending, engine, close } = await startRun(read.options, quiet, { stopped: new AbortController().signal });
    const dead = engine.queues().filter(({ deadLetterOf, visible }) => deadLetterOf.length > 0 && visible > 0);
    await close();
    expect(ending).toEqual({ ok: true });
    expect(dead).toEqual([]);
    const { ledger, decisions, now } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const later = new Set(
      decisions.flatMap(({ state, due_at, notice_id }) => (state === 'planned' && due_at! > now ? [notice_id] : [])),
    );
    expect(ledger).toMatchObject({ balanced: true, open: later.size });
    expect(ledger?.delivered).toBeGreaterThan(100);
  });
});
