import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../infra/local/start/progress.ts';
import { makeReport, reportFile, wentToBy } from '../../infra/local/start/report.ts';
import { fileLines, saySummary, summing } from '../../infra/local/start/summary.ts';
import { writeReport } from '../../infra/local/start/write-report.ts';
import { ledger, NOW, officersWith, told } from '../support/console-feed.ts';

const receipt = {
  file: 'night.csv',
  extract_id: 'RE-1',
  outcome: 'taken' as const,
  reasons: [],
  rows: 3,
  taken: 2,
  rejected: 1,
  waiting: [],
};
const rejects = [{ line: 4, column: 'balance', reason: 'bad-amount', raw: 'secret' }];
const measured = {
  now: NOW,
  files: [{ name: 'night.csv', receipt, rejects }],
  calls: { sqs: 1, dynamodb: 2, eventbridge: 3, s3: 4, lambda: 5, notify: 6 },
  seconds: { setup: 1, import: 2, plan: 3, send: 4, total: 10 },
};

const LINE =
  '2 rows = 0 unreadable + 0 nothing due + 2 notices; 2 notices = 1 delivered + 0 failed + 1 held + 0 too late + 0 cancelled + 0 open';

describe('the report', () => {
  it('has exactly what the command line promises', async () => {
    const decisions = [
      told(),
      told({ outcome: 'none', variant: null, codes: ['S1'], notice_id: 'n2', state: 'blocked' }),
    ];
    const report = await makeReport(officersWith(decisions), measured);
    expect(Object.keys(report)).toEqual([
      'now',
      'files',
      'runs',
      'decisions',
      'ledger',
      'deliveries',
      'calls',
      'seconds',
    ]);
    expect(Object.keys(report.decisions[0]!)).toEqual([
      'extract_id',
      'account_ref',
      'person_ref',
      'bill_year',
      'notice_type',
      'outcome',
      'variant',
      'codes',
      'reason',
      'due_at',
      'notice_id',
      'state',
    ]);
    expect(report.ledger).toEqual({
      planned: 3,
      delivered: 1,
      failed: 0,
      blocked: 1,
      expired: 0,
      cancelled: 0,
      open: 1,
      lost: 0,
      balanced: true,
      line: '3 notices = 1 delivered + 0 failed + 1 held + 0 too late + 0 cancelled + 1 open',
      notify: null,
    });
    expect(report.runs).toMatchObject([{ extract_id: 'RE-1', notices: 2, reconciles: true, line: LINE }]);
    expect(report.files).toEqual([
      {
        name: 'night.csv',
        extract_id: 'RE-1',
        accepted: true,
        reasons: [],
        rows: 3,
        rejectedRows: [{ line: 4, column: 'balance', reason: 'bad-amount' }],
      },
    ]);
    expect(report.now).toBe('2026-09-29T09:04:00.000Z');
  });

  it('writes due times as UTC and none as null', async () => {
    const due = ['2026-09-29T10:00:00+01:00', null].map((due_at) => told({ due_at }));
    const { decisions } = await makeReport(officersWith(due), measured);
    expect(decisions.map(({ due_at }) => due_at)).toEqual(['2026-09-29T09:00:00.000Z', null]);
  });

  it('tells of what an event asked for where it went, if it has gone and Notify knows', async () => {
    const event = { occasion: '2026-09-27', due_at: '2026-09-29T09:00:00.000Z' };
    const decisions = [
      told({ ...event, notice_id: 'n-text' }),
      told({ ...event, notice_id: 'n-waits', state: 'planned' }),
      told({ ...event, notice_id: 'n-letter', outcome: 'letter' }),
      told({ ...event, notice_id: 'n-held', outcome: 'none', codes: ['S1'], state: 'blocked' }),
    ];
    const wentTo = wentToBy([
      { type: 'sms', reference: 'n-text.sms', to: '+447700900323' },
      { type: 'letter', reference: 'n-letter.letter', to: 'Provided as PDF' },
    ]);
    const report = await makeReport(officersWith(decisions), { ...measured, wentTo });
    expect(report.decisions.map((each) => ['to' in each, each.to])).toEqual([
      [true, '+447700900323'],
      [false, undefined],
      [false, undefined],
      [true, null],
    ]);
  });

  it('is written as JSON that reads back the same, with and without decisions', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'crier-report-')), 'report.json');
    for (const decisions of [[], [told(), told({ person_ref: 'P2' })]]) {
      const report = await makeReport(officersWith(decisions), measured);
      writeReport(path, report);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(report);
    }
  });

  it('tells a refused file and one that was imported before from one that was taken', () => {
    const refused = { ...receipt, outcome: 'refused' as const, reasons: [{ code: 'trailer-sum', text: 'no' }] };
    const again = { ...receipt, outcome: 'already-imported' as const };
    const files = [refused, again].map((each) => reportFile({ name: 'night.csv', receipt: each, rejects: [] }));
    expect(files.map(({ accepted, reasons }) => [accepted, reasons])).toEqual([
      [false, ['trailer-sum']],
      [false, ['already-imported']],
    ]);
    expect(reportFile({ name: 'x.csv', receipt: null, rejects: [] })).toMatchObject({
      accepted: false,
      extract_id: null,
    });
  });
});

describe('the summary', () => {
  it('reconciles each file in one line and all notices in another, as they are now', async () => {
    const none = { outcome: 'none' as const, variant: null, due_at: null };
    const later = { state: 'planned' as const, due_at: '2026-09-30T08:30:00.000Z' };
    const decisions = [
      told(),
      told({ ...none, codes: ['S1', 'S6'], notice_id: 'n2', state: 'blocked' }),
      told({ ...none, codes: ['S6'], notice_id: 'n3' }),
      told({ ...none, codes: ['S19'], notice_id: 'n1' }),
      told({ ...later, notice_id: 'n4' }),
    ];
    const said: string[] = [];
    const officers = officersWith([decisions[0]!, decisions[1]!], ledger({ held: { S1: 1 } }));
    await saySummary(officers, {
      files: [{ name: 'night.csv', receipt, rejects: [] }],
      now: () => NOW,
      progress: { say: (line: string) => said.push(line) } as unknown as Progress,
    });
    expect(said).toEqual([
      '',
      '  night.csv: taken',
      ...LINE.split('; ').map((each) => `      ${each}`),
      '',
      '  All files: 3 notices = 1 delivered + 0 failed + 1 held + 0 too late + 0 cancelled + 1 open',
      '',
      '  Held, because (one notice can have several reasons)',
      '        1  Breathing Space (S1)',
      '',
    ]);
    const sum = summing();
    for (const each of decisions) sum.add(each, NOW);
    expect(sum.done()).toEqual({ freed: 1, later: 1, earliestLater: Date.parse(later.due_at) });
  });

  it('says why a file was refused', () => {
    const outcome = 'refused' as const;
    const files = [
      {
        name: 'a.csv',
        receipt: { ...receipt, outcome, reasons: [{ code: 'trailer-sum', text: 'The sum is wrong.' }] },
        rejects: [],
      },
    ];
    expect(fileLines(files, [])).toEqual(['  a.csv: REFUSED', '      The sum is wrong.']);
  });
});
