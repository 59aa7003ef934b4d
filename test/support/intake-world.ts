import { contractOf } from '../../contracts/catalogue.ts';
import type { CloudEvent } from '../../contracts/envelope.ts';
import { comesIn, type Layout } from '../../contracts/files/layout.ts';
import { LAYOUTS_FOLDER, layoutsIn, layoutsTogether } from '../../contracts/files/layouts.ts';
import type { Deps } from '../../functions/intake/import-file/deps.ts';
import { importFile } from '../../functions/intake/import-file/import-file.ts';
import type { ObjectVersion } from '../../functions/intake/ports.ts';
import { type Debt, debtIn } from '../../functions/register/debt.ts';
import type { RegisterFact, WriteRegister } from '../../functions/register/register.ts';
import { inMemoryBus, inMemoryIntakeTable, inMemoryObjects, inMemorySnapshots, scratchFolder } from './intake.ts';
import { inMemoryRegister, testKey } from './register.ts';

/** All that import-file touches, in memory. */
/** @param layouts further ones, beside those of `contracts/files/layouts/` */
export async function intakeWorld(layouts: readonly Layout[] = []) {
  const objects = inMemoryObjects();
  const bus = inMemoryBus();
  const clock = { now: Date.parse('2026-09-29T03:30:00Z') };
  const register: WriteRegister = inMemoryRegister(() => clock.now);
  const debts = new Map<string, Debt>();
  const newest: unknown[] = [];
  /** References as their source wrote them, by event. */
  const references = new Map<string, object>();
  /** What the register was told by events. */
  const facts: RegisterFact[] = [];
  /** What was done, in order: `debt`, `publish` and so on. */
  const order: string[] = [];
  const continued: { message: unknown; delaySeconds: number }[] = [];
  const alarms: unknown[] = [];
  const snapshots = inMemorySnapshots();
  const deps: Deps = {
    objects,
    snapshots,
    table: inMemoryIntakeTable(),
    register: {
      keep: async (matter) => {
        const debt = debtIn(matter);
        order.push(`debt ${debt.debt}`);
        debts.set(debt.debt, structuredClone(debt));
        return register.keep(matter);
      },
      newestExtract: async (extract) => {
        order.push('newest');
        newest.push(extract);
        return register.newestExtract(extract);
      },
      fact: async (fact) => {
        order.push(`fact ${fact.kind}`);
        facts.push(structuredClone(fact));
        return register.fact(fact);
      },
      keepReferences: async (event, refs) => {
        references.set(event, refs);
        return register.keepReferences(event, refs);
      },
    },
    publish: async (events: CloudEvent[]) => {
      for (const event of events) order.push(`publish ${event.subject ?? event.type}`);
      return bus.publish(events);
    },
    goOn: async (message, delaySeconds) => {
      continued.push({ message, delaySeconds });
    },
    alarm: (what, details) => alarms.push({ what, ...details }),
    layouts: [...layoutsTogether([...layoutsIn(LAYOUTS_FOLDER), ...layouts]).filter(comesIn)],
    contractOf,
    key: testKey,
    now: () => clock.now,
    council: 'stockton',
    scratchFolder: await scratchFolder(),
  };
  const arrival = (object: ObjectVersion, remainingMs = 900_000) => ({
    object,
    messageId: 'm1',
    message: { detail: object.key },
    turn: 1,
    remainingMs: () => remainingMs,
  });
  return {
    deps,
    objects,
    snapshots,
    bus,
    clock,
    debts,
    newest,
    facts,
    references,
    order,
    continued,
    alarms,
    arrival,
    importFile: (object: ObjectVersion, remainingMs?: number) => importFile(deps, arrival(object, remainingMs)),
    /** Everything that is left behind, to be compared. */
    state: () => ({
      debts: [...debts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)),
      events: [...bus.events.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      written: [...objects.written.entries()].sort(([a], [b]) => (a < b ? -1 : 1)),
      newest: newest.at(-1),
    }),
  };
}

const COLUMNS = [
  ...['extract_id', 'extracted_at', 'payments_posted_to', 'account_ref', 'person_ref', 'liability_seq', 'first_name'],
  ...['mobile', 'email', 'mobile_verified_at', 'email_verified_at', 'sms_opt_out', 'email_opt_out', 'bill_year'],
  ...['balance', 'overdue_amount', 'missed_instalment_date', 'last_payment_date', 'pay_method', 'dd_status'],
  ...[
    'stage_code',
    'stage_date',
    'pay_by',
    'arrangement_status',
    'hold_code',
    'hold_until',
    'vulnerable_flag',
    'deceased_flag',
  ],
  ...['dispute_flag', 'exemption_pending', 'cts_claim_pending', 'safe_contact_flag', 'gone_away_flag'],
  ...['insolvency_code', 'appointee_ref', 'agent_code', 'breathing_space_from', 'breathing_space_to'],
] as const;
type FileRow = Partial<Record<(typeof COLUMNS)[number], string>>;

/** A row that nothing is wrong with. */
export const aFileRow = (changes: FileRow = {}): FileRow => ({
  extract_id: 'CT-1',
  extracted_at: '2026-09-29T03:00:00+01:00',
  payments_posted_to: '2026-09-29T02:45:00+01:00',
  account_ref: '700000001',
  person_ref: 'P1',
  liability_seq: '1',
  first_name: 'Verity',
  mobile: '07700 900123',
  bill_year: '2026-27',
  balance: '250.00',
  overdue_amount: '100.00',
  stage_code: 'REM1',
  stage_date: '2026-09-28',
  ...changes,
});

/** A file of such rows, with the trailer that belongs to them. */
export function aFile(rows: FileRow[], trailer?: string): string {
  const quote = (text = '') => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const pence = (text = '') => (/^\d+\.\d\d$/.test(text) ? Math.round(Number(text) * 100) : 0);
  const sum = rows.reduce((total, row) => total + pence(row.balance), 0);
  return [
    COLUMNS.join(','),
    ...rows.map((row) => COLUMNS.map((column) => quote(row[column])).join(',')),
    trailer ?? `TRAILER,${rows.length},${(sum / 100).toFixed(2)}`,
    '',
  ].join('\n');
}
