import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../infra/local/start/options.ts';
import type { Report } from '../../infra/local/start/report.ts';
import { startRun } from '../../infra/local/start/run.ts';
import { nightlyFile } from '../support/nightly-file.ts';
import { quiet } from '../support/quiet.ts';

const folder = mkdtempSync(join(tmpdir(), 'crier-days-'));
const data = join(folder, 'data');

/** One start on the same data folder, closed again after `during`. */
async function day(input: Record<string, string>, now: string, during = async (_url: string) => {}): Promise<Report> {
  const dir = mkdtempSync(join(folder, 'in-'));
  for (const [name, text] of Object.entries(input)) writeFileSync(join(dir, name), text);
  const report = join(dir, 'report.json');
  const read = readOptions(['--input', dir, '--now', now, '--data', data, '--report', report], ['stockton']);
  if (read.kind !== 'start') throw new Error(JSON.stringify(read));
  const { ending, url, close } = await startRun(read.options, quiet, { stopped: new AbortController().signal });
  await during(url);
  await close();
  expect(ending).toEqual({ ok: true });
  return JSON.parse(readFileSync(report, 'utf8')) as Report;
}

const fact = (type: string, data: object) =>
  JSON.stringify({
    specversion: '1.0',
    id: 'payment-1',
    source: 'revenues-benefits',
    type,
    time: '2026-09-28T19:05:00+01:00',
    data,
  });

const payer = { account_ref: '801', person_ref: 'P1', mobile: '07700 900101' };
const stopper = { account_ref: '802', person_ref: 'P2', mobile: '07700 900102' };
const unreachable = { account_ref: '803', person_ref: 'P3', mobile: '07700 900002', email: 'p3@example.org' };

const stateOf = ({ decisions }: Report, account: string) =>
  decisions.filter(({ account_ref }) => account_ref === account).map(({ outcome, state }) => [outcome, state]);

async function residentsSee(url: string): Promise<string> {
  const pages = await Promise.all(['', 'inboxes'].map(async (page) => (await fetch(url + page)).text()));
  return pages.join('\n');
}

describe('three days on one folder', () => {
  it('stops, sends, falls back, obeys STOP and carries on', async () => {
    // Monday evening: outside the hours in which people may be texted. One of them pays meanwhile.
    const payment = {
      account_ref: '801',
      bill_year: '2026-27',
      amount_pence: 10_000,
      paid_at: '2026-09-28T19:04:00+01:00',
    };
    const evening = await day(
      {
        '1-night.csv': nightlyFile('RE-1', [payer, stopper, unreachable]),
        '2-payment.event.json': fact('council.payments.payment-received.v1', payment),
      },
      '2026-09-28T19:00:00+01:00',
      async (url) => expect(await residentsSee(url)).not.toContain('Stockton Council:'),
    );
    expect([stateOf(evening, '801'), stateOf(evening, '802')]).toEqual([[['sms', 'blocked']], [['sms', 'planned']]]);
    expect(evening.decisions.every(({ due_at }) => due_at === '2026-09-29T08:30:00.000Z')).toBe(true);
    expect(evening.ledger).toMatchObject({ planned: 3, blocked: 1, open: 2, delivered: 0, balanced: true });

    // Tuesday morning: the same folder and nothing new. The two others are told, one of them by email in the end.
    const morning = await day({}, '2026-09-29T09:30:00+01:00', async (url) => {
      const seen = await residentsSee(url);
      expect(seen).toContain('07700 900102');
      expect(seen).not.toContain('07700 900101');
      expect(seen).toContain('no such number');
      expect(seen).toContain('p3@example.org');
      const body = new URLSearchParams({ number: '+447700900102', content: 'Stop!' });
      const headers = { origin: new URL(url).origin };
      expect((await fetch(`${url}replies`, { method: 'POST', body, headers })).status).toBe(200);
    });
    expect(morning.ledger).toMatchObject({ planned: 3, blocked: 1, delivered: 2, failed: 0, open: 0, balanced: true });
    expect([stateOf(morning, '802'), stateOf(morning, '803')]).toEqual([
      [['sms', 'delivered']],
      [['sms', 'delivered']],
    ]);

    // The week after: a second reminder. Whoever answered STOP is left alone, and the file says why.
    const week = { extracted_at: '2026-10-06T18:00:00+01:00', payments_posted_to: '2026-10-06T17:00:00+01:00' };
    const second = { ...week, stage_code: 'REM2', stage_date: '2026-10-06' };
    const later = await day(
      {
        '1-night.csv': nightlyFile('RE-2', [
          { ...stopper, ...second },
          { ...payer, ...second, person_ref: 'P1' },
        ]),
      },
      '2026-10-07T10:00:00+01:00',
    );
    const found = later.decisions.filter(({ extract_id }) => extract_id === 'RE-2');
    expect(found.map(({ account_ref, outcome, codes }) => [account_ref, outcome, codes]).sort()).toEqual([
      ['801', 'sms', []],
      ['802', 'none', ['S13']],
    ]);
    expect(later.ledger).toMatchObject({ delivered: 3, open: 0, balanced: true });
  });
});
