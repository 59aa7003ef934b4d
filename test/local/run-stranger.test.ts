// The library of test/stranger/ on the whole stack, as `npm start --input` plays a folder: its family and its contract are
// bundled with every function, and nothing else knows of them.

import '../stranger/joins.ts';

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { councilOf } from '../../infra/config/councils.ts';
import { readOptions } from '../../infra/local/start/options.ts';
import type { Report } from '../../infra/local/start/report.ts';
import { type Run, startRun } from '../../infra/local/start/run.ts';
import { contract } from '../stranger/reservation-ready.v1.ts';
import { READY } from '../stranger/reservations.ts';
import { pdfThatSays, sumOf } from '../support/documents.ts';
import { quiet } from '../support/quiet.ts';
import { linesOf, OF_DOCUMENTS } from './sample-day/grants.ts';

const NOW = '2026-09-29T10:00:00+01:00';
const SLIP = pdfThatSays('Slip of Ann Reader, 1 High Street');
const slip = { key: 'library/2026/slip.pdf', sha256: sumOf(SLIP) };
const gone = { ...slip, key: 'library/2026/nobody-put-it-there.pdf' };

const folder = mkdtempSync(join(tmpdir(), 'crier-stranger-'));
const input = join(folder, 'input');
const report = join(folder, 'report.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Readers and how each is reached. */
const READERS = {
  'READER-1': { channel: 'sms', to: '07700 900601' },
  'READER-2': { channel: 'email', to: 'reader-2@example.org' },
  'READER-3': { channel: 'post', to: { lines: ['Ann Reader', '1 High Street', 'Stockton'], postcode: 'ts18 1aa' } },
  'READER-4': { channel: 'post', to: { lines: ['Bo Reader', '2 High Street', 'Stockton'], postcode: 'TS18 1AB' } },
} as const;

const event = (id: string, source: string, type: string, data: object) =>
  JSON.stringify({ specversion: '1.0', id, source, type, time: '2026-09-29T08:30:00Z', data });

function writeInput() {
  mkdirSync(join(input, 'documents', 'library', '2026'), { recursive: true });
  writeFileSync(join(input, 'documents', slip.key), SLIP);
  const told = Object.entries(READERS).map(([person_ref, { channel, to }]) =>
    event(`contact-${person_ref}`, 'residents-portal', 'council.residents.contact-changed.v1', {
      ...{ person_ref, channel, to, status: 'verified', changed_at: '2026-09-01T09:00:00Z' },
    }),
  );
  const ready = Object.keys(READERS).map((person_ref, n) =>
    event(`ready-${n}`, 'library', contract.type, {
      ...{ reservation_ref: `BOOK-${n}`, person_ref, ready_on: '2026-09-29', collect_by: '2026-10-13' },
      slip: person_ref === 'READER-4' ? gone : slip,
    }),
  );
  writeFileSync(join(input, '1-contacts.ndjson'), told.join('\n'));
  writeFileSync(join(input, '2-library.ndjson'), ready.join('\n'));
}

describe('a family that the project does not know', () => {
  const said: string[] = [];
  let run: Run;
  beforeAll(async () => {
    writeInput();
    Object.assign(councilOf('stockton').sources, { library: { types: [contract.type] } });
    const read = readOptions(['--once', '--input', input, '--now', NOW, '--report', report], ['stockton']);
    if (read.kind !== 'start') throw new Error(JSON.stringify(read));
    const progress = { ...quiet, say: (words: string) => void said.push(words) };
    const stopped = new AbortController().signal;
    run = await startRun(read.options, progress, { stopped, joined: 'test/stranger/joins.ts' });
  });
  afterAll(() => run?.close());

  it('has its events taken and its documents put in the bucket', () => {
    expect(said.join('\n')).toMatch(/1-contacts.ndjson: 4 events taken, 0 refused/);
    expect(said.join('\n')).toMatch(/2-library.ndjson: 4 events taken, 0 refused/);
    expect(said).toContain('documents: 1 put where back offices put them');
  });

  it('has its notices delivered by text, by email with a link, and by letter, and the books balance', () => {
    expect(run.ending).toEqual({ ok: true });
    const { ledger } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    expect(ledger).toMatchObject({ planned: 4, delivered: 3, balanced: true, notify: { agrees: true } });
  });

  it('may read documents, and see that one is not there, and may need no less', () => {
    const used = linesOf(run.engine.grants().filter((each) => each.used > 0));
    for (const line of OF_DOCUMENTS) expect(used).toContain(line);
  });

  it('has its letter at Notify as it is, and the file of its email as a link', async () => {
    const messages = (await (await fetch(`${run.notifyUrl}/_sandbox/messages`)).json()) as { messages: Sent[] };
    const all = messages.messages.map(({ type, template_name, body }) => [type, template_name, /\/d\//.test(body)]);
    expect(all.sort()).toEqual([
      ['email', `${READY}.email`, true],
      ['letter', 'Pre-compiled PDF', false],
      ['sms', `${READY}.sms`, false],
    ]);
  });

  it('has its figures published', async () => {
    const types = await (await fetch(`${run.engine.siteUrl}/open-data/notice-types.csv`)).text();
    expect(types).toContain(`${READY},${READY} (not listed)`);
  });
});

type Sent = { type: string; template_name: string; body: string };
