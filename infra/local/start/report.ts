import type { DeliveryView } from '../../../contracts/officers/deliveries.ts';
import type { Ledger } from '../../../contracts/officers/ledger.ts';
import type { DecisionView, Figures, NoticeNow } from '../../../contracts/officers/runs.ts';
import type { State } from '../../../contracts/officers/words.ts';
import type { Key } from '../../../functions/shared/ids.ts';
import { referenceOf } from '../../../functions/shared/notify/reference.ts';
import type { Officers } from './officers.ts';

/** The receipt that import-file leaves beside a file. */
export type Receipt = {
  file: string;
  extract_id: string | null;
  outcome: 'taken' | 'refused' | 'already-imported' | 'held';
  reasons: { code: string; text: string }[];
  rows: number;
  taken: number;
  rejected: number;
  waiting: { code: string; text: string; rows: number; lines: number[] }[];
} & OfSnapshot;

/** Of a snapshot: what became of records, and whether it waits for an officer. */
type OfSnapshot = { changes?: Record<'added' | 'changed' | 'gone' | 'same', number>; held?: boolean };

/** One line of the reject report beside a file. */
export type Reject = { line: number; column: string | null; reason: string };

/** What became of one extract: its receipt, or null where none was written. */
export type PlayedExtract = { name: string; receipt: Receipt | null; rejects: Reject[] };

export type ReportFile = {
  name: string;
  extract_id: string | null;
  accepted: boolean;
  reasons: string[];
  rows: number;
  rejectedRows: Reject[];
} & OfSnapshot;

export type Seconds = { setup: number; import: number; plan: number; send: number; total: number };
export type Calls = Record<'sqs' | 'dynamodb' | 'eventbridge' | 's3' | 'lambda' | 'notify', number>;

/**
 * A row of an extract has its `extract_id`, account and year. What an event asked for has none, and what it is about and its occasion;
 * of a document, when the law counts it as issued and served.
 */
type ReportDecision = Pick<
  DecisionView,
  'notice_type' | 'outcome' | 'variant' | 'codes' | 'reason' | 'due_at' | 'notice_id' | 'state'
> & { extract_id: string | null; person_ref: string | null } & Partial<
    Pick<DecisionView, 'run' | 'about' | 'occasion'>
  > & {
    account_ref: string | null;
    bill_year: string | null;
    /** Where it went, which only the sandbox tells: left out where it has not gone, and of a letter, whose PDF bears the address. */
    to?: string | null;
    issued_on?: string | null;
    deemed_served_on?: string | null;
  };

/** Where a message went, by its reference; undefined where none was stored, or Notify is not our sandbox. */
type WentTo = (reference: string) => string | undefined;

/** What the sandbox's list tells of it. */
export function wentToBy(messages: readonly { type: string; reference: string | null; to: string }[]): WentTo {
  const places = new Map(messages.flatMap(({ type, reference, to }) => (type === 'letter' ? [] : [[reference, to]])));
  return (reference) => places.get(reference);
}

/** What `--report` writes. A run has the name that its file gives it, `extract_id`. `due_at` is UTC; a refused row has no decision. */
export type Report = {
  now: string;
  files: ReportFile[];
  /** What became of each run: its sums, and the line that reconciles them. */
  runs: ({ extract_id: string; file: string } & Omit<Figures, 'codes'>)[];
  decisions: ReportDecision[];
  /** `notify` is null where Notify's list could not be counted. */
  ledger: Omit<Ledger, 'open_by_state' | 'withheld' | 'accepted_unasked' | 'held' | 'faults' | 'as_of'>;
  /** One for each subscriber and event that it subscribes to. */
  deliveries: ReportDelivery[];
  calls: Calls;
  seconds: Seconds;
  /** The sample week day by day, as each ended; left out where a folder was played. */
  days?: ReportDay[];
};

export type ReportDelivery = Omit<DeliveryView, 'detail' | 'tried_at' | 'due_at'>;

export type ReportDay = { day: string; now: string; files: string[]; ledger: Report['ledger'] };

export function reportFile({ name, receipt, rejects }: PlayedExtract): ReportFile {
  if (!receipt) return { name, extract_id: null, accepted: false, reasons: ['no-receipt'], rows: 0, rejectedRows: [] };
  const reasons = receipt.reasons.map(({ code }) => code);
  if (receipt.outcome === 'already-imported' && !reasons.includes('already-imported')) reasons.push('already-imported');
  return {
    name,
    extract_id: receipt.extract_id,
    accepted: receipt.outcome === 'taken',
    reasons,
    rows: receipt.rows,
    rejectedRows: rejects.map(({ line, column, reason }) => ({ line, column, reason })),
    ...(receipt.changes && { changes: receipt.changes, held: receipt.held ?? false }),
  };
}

/** What a row of an extract led to, as it was decided then. */
const ofExtract = (told: DecisionView): ReportDecision => ({
  extract_id: told.run,
  account_ref: told.account_ref,
  person_ref: told.person_ref,
  bill_year: told.bill_year,
  notice_type: told.notice_type,
  outcome: told.outcome,
  variant: told.variant,
  codes: told.codes,
  reason: told.reason,
  due_at: told.due_at === null ? null : new Date(told.due_at).toISOString(),
  notice_id: told.notice_id,
  state: told.state,
});

const STOPPED: readonly State[] = ['blocked', 'expired', 'cancelled'];

/** What an event led to, as it stands now: what has not gone is decided again until it goes. */
function ofEvent({ now, ...told }: DecisionView & { now: NoticeNow }, wentTo: WentTo): ReportDecision {
  const goes = told.state !== null && !STOPPED.includes(told.state);
  const isDocument = told.notice_type?.endsWith('.document') === true;
  const to = goes ? wentTo(referenceOf({ id: told.notice_id as Key, channel: now.channel })) : null;
  return {
    extract_id: null,
    run: told.run,
    account_ref: told.about.kind === 'debt' ? told.account_ref : null,
    bill_year: told.bill_year,
    about: told.about,
    person_ref: told.person_ref || null,
    notice_type: told.notice_type,
    occasion: told.occasion,
    outcome: goes ? now.channel : 'none',
    variant: goes && !isDocument ? now.variant : null,
    codes: goes ? [] : now.codes,
    reason: goes ? null : now.reason,
    due_at: goes ? new Date(now.due_at).toISOString() : null,
    ...(to !== undefined && { to }),
    ...(isDocument && {
      issued_on: now.served?.issued_on ?? null,
      deemed_served_on: now.served?.deemed_served_on ?? null,
    }),
    notice_id: told.notice_id,
    state: told.state,
  };
}

/** Asked for on two days, a notice has one decision: the newest run's, which comes first. */
function reporting(wentTo: WentTo): (told: DecisionView) => ReportDecision[] {
  const seen = new Set<string>();
  return (told) => {
    const { occasion, now, notice_id } = told;
    if (occasion === null) return [ofExtract(told)];
    if (!now || notice_id === null || seen.has(notice_id)) return [];
    seen.add(notice_id);
    return [ofEvent({ ...told, now }, wentTo)];
  };
}

/** What of the ledger stands in a report. */
export function ledgerPart(ledger: Ledger): Report['ledger'] {
  const { planned, delivered, failed, blocked, expired, cancelled, open, lost, balanced, line, notify } = ledger;
  return { planned, delivered, failed, blocked, expired, cancelled, open, lost, balanced, line, notify };
}

const WAITING: readonly DeliveryView['state'][] = ['waiting', 'paused'];

/** Each once: one that is on record and still waits, since its worker died in between, still waits. */
async function deliveriesOf(officers: Pick<Officers, 'deliveries'>): Promise<ReportDelivery[]> {
  const told = new Map<string, ReportDelivery>();
  for await (const page of officers.deliveries())
    for (const { detail: _, tried_at: __, due_at: ___, ...delivery } of page) {
      const key = `${delivery.subscriber} ${delivery.event_id}`;
      if (WAITING.includes(delivery.state) || !told.has(key)) told.set(key, delivery);
    }
  return [...told.values()];
}

/** As many as the API adds up. */
export const MOST_RUNS = 1_000;

type Measured = {
  now: number;
  files: PlayedExtract[];
  days?: ReportDay[];
  calls: Calls;
  seconds: Seconds;
  wentTo?: WentTo;
};

/** Puts the report together from the officers' API and what was measured. */
export async function makeReport(
  officers: Officers,
  { now, files, days = [], calls, seconds, wentTo = () => undefined }: Measured,
): Promise<Report> {
  const decisions: ReportDecision[] = [];
  const reported = reporting(wentTo);
  const runs: Report['runs'] = [];
  for (const run of await officers.runs(MOST_RUNS)) {
    if (run.figures) {
      const { codes, ...sums } = run.figures;
      runs.push({ extract_id: run.name, file: run.file, ...sums });
    }
    for await (const page of officers.decisions(run.name)) decisions.push(...page.flatMap(reported));
  }
  return {
    now: new Date(now).toISOString(),
    files: files.map(reportFile),
    runs,
    decisions,
    ledger: ledgerPart(await officers.ledger()),
    deliveries: await deliveriesOf(officers),
    calls,
    seconds,
    ...(days.length > 0 ? { days } : {}),
  };
}
