// Run by import.ts in a process of its own, so that its memory is its own: `node import-once.ts FILE READER`. READER is
// csv-parse (rows by the names of their columns), csv-parse-arrays or crier. `crier` is all that it takes to decide:
// decoding, checking, putting accounts together, every rule for each person, the notices and their announcements, on
// ports that keep nothing.

import { createReadStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { readExtract } from '../functions/intake/import-file/layouts/recovery-extract/read-extract.ts';
import { ourCatalogue } from '../functions/notices/families/our-catalogue.ts';
import type { Deps } from '../functions/notices/plan-notices/deps.ts';
import { planMatter } from '../functions/notices/plan-notices/plan-matter.ts';
import type { DecisionStore, NoticeStore } from '../functions/notices/store/ports.ts';
import { type Debt, matterOfDebt } from '../functions/register/debt.ts';
import type { Matter, ReadRegister } from '../functions/register/register.ts';
import { viewOf } from '../functions/register/view-of.ts';
import { type Key, keysWith } from '../functions/shared/ids.ts';
import { EXTRACT_NOW } from './extract-file.ts';

const key = keysWith('a reference key for benchmarks only, 0123456789');
const [file = '', reader = ''] = process.argv.slice(2);
const loaded = cpuSeconds();
const counts = { rows: 0, decisions: 0, notices: 0, events: 0 };

if (reader.startsWith('csv-parse')) {
  const columns = reader === 'csv-parse'; // a row by the names in its header, as code that uses a row needs it
  for await (const _ of createReadStream(file).pipe(parse({ columns, relax_column_count: true }))) counts.rows += 1;
  counts.rows -= 1; // the trailer
} else {
  const scratch = join(tmpdir(), `crier-bench-${process.pid}`);
  const extract = await readExtract(createReadStream(file), `${scratch}.sqlite`);
  if (!extract.accepted) throw new Error(`the file was refused: ${extract.reasons.join(', ')}`);
  counts.rows = extract.rows;
  const ports = portsOf();
  for (const debt of extract.debts(key)) await decide(ports, debt);
  extract.close();
  rmSync(`${scratch}.sqlite`, { force: true });
}
process.stdout.write(
  JSON.stringify({ ...counts, cpu_seconds: cpuSeconds() - loaded, rss_mb: process.resourceUsage().maxRSS / 1024 }),
);

async function decide({ deps, registered }: ReturnType<typeof portsOf>, debt: Debt): Promise<void> {
  const matter = matterOfDebt(debt);
  registered.set(debt.debt, matter);
  await planMatter(deps, { matter: matter.about, run: matter.run, receiveCount: 1 });
  registered.clear();
}

/** Ports that know what is in `registered`, and forget what they are told. */
function portsOf(): { deps: Deps; registered: Map<Key, Matter> } {
  const registered = new Map<Key, Matter>();
  const unknown = viewOf.person();
  const register: ReadRegister = {
    matter: async ({ id }) => {
      const matter = registered.get(id);
      if (!matter) return null;
      const people = new Map(matter.people.map(({ person }) => [person, unknown]));
      return { matter, told: viewOf.matter(), people, addresses: new Map(), newest: null };
    },
    mattersOf: async () => [...registered.values()].map(({ about }) => about),
    person: async () => unknown,
    references: async () => null,
  };
  const store: Partial<NoticeStore & DecisionStore> = {
    get: async () => null,
    put: async () => {
      counts.notices += 1;
      return true;
    },
    enter: async () => {},
    ofMatter: async () => [],
    takeAddress: async () => true,
    giveBackAddress: async () => false,
    addressHolder: async () => null,
    waitFor: async () => {},
    waitingFor: async () => [],
    decision: async () => null,
    putDecision: async ({ decisions }) => {
      counts.decisions += decisions.length;
    },
  };
  const deps: Deps = {
    store: store as NoticeStore & DecisionStore,
    register,
    glanceAt: register.matter,
    noteRun: async () => {},
    alone: (_, act) => act(false),
    warnOfHolidays: () => undefined,
    documents: { look: async () => ({ ok: false, reason: 'document-missing' }) },
    publish: async (events) => {
      counts.events += events.length;
    },
    wake: async () => {},
    now: () => EXTRACT_NOW,
    council: 'stockton',
    catalogue: ourCatalogue,
    settings: {
      small_balance_pence: 1000,
      switched_off: [],
      legal_days: [{ from: '1992-04-01', profile: 'england-1992' }],
    },
    key,
  };
  return { deps, registered };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
