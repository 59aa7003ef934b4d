import { contractOf } from '../../../contracts/catalogue.ts';
import { envelope } from '../../../contracts/envelope.ts';
import type { Data as ContactMade } from '../../../contracts/events/contacts/contact-made.v1.ts';
import type { Data as ContactsCounted } from '../../../contracts/events/contacts/contacts-counted.v1.ts';
import type { Data as DayCovered } from '../../../contracts/events/contacts/day-covered.v1.ts';
import type { Data as SatisfactionAnswered } from '../../../contracts/events/contacts/satisfaction-answered.v1.ts';
import type { Data as FileImported } from '../../../contracts/events/intake/file-imported.v1.ts';
import type { Data as FileRefused } from '../../../contracts/events/intake/file-refused.v1.ts';
import type { NoticeData } from '../../../contracts/events/notices/notice.ts';
import { plainWords } from '../../../contracts/plain-words.ts';
import type { Reason, ReasonClass } from '../../../contracts/reasons.ts';
import { SMOKE_NOTICE, SMOKE_TEST } from '../../../contracts/smoke-test.ts';
import { daysBetween, londonDate } from '../../shared/calendar/london.ts';
import { digest } from '../../shared/ids.ts';
import type { Fact, FactsCouncil, Problem } from './fact.ts';
import { reasonClassOf } from './reason-class.ts';

/** A measure with its own fields, and the day it is about. */
type Own<One> = One extends Fact ? Omit<One, 'id' | 'recorded' | 'area' | 'source'> : never;
type Told = { data: unknown; at: string; price: number };

const dayOf = (instant: string): string => londonDate(Date.parse(instant));
/** A hash of a hash: it joins facts of one notice and is nowhere else. */
const noticeOf = ({ notice }: NoticeData): string => digest('performance', notice);

type Step = Extract<Fact, { measure: 'notice' }>;

const step = (told: NoticeData, outcome: Step['outcome'], more: Partial<Step> = {}): Own<Fact> => ({
  measure: 'notice',
  day: dayOf(told.at),
  notice: noticeOf(told),
  notice_type: told.notice_type,
  outcome,
  ...{ channel: null, reason_class: null, cost_pence: null, seconds: null, days_to_service: null, fallback: 0 },
  at: new Date(told.at).toISOString(),
  ...more,
});

const planned = ({ data }: Told): Own<Fact>[] => [step(data as NoticeData, 'planned')];

const stage =
  (outcome: 'sent' | 'delivered' | 'failed') =>
  ({ data, price }: Told): Own<Fact>[] => {
    const told = data as NoticeData;
    if (!told.channel) return []; // nobody was reached by nothing
    return [
      step(told, outcome, {
        channel: told.channel,
        cost_pence: costOf(told, outcome, price),
        seconds: outcome === 'delivered' ? (told.seconds ?? null) : null,
        fallback: told.fallback ? 1 : 0,
      }),
    ];
  };

/** A text or email is priced when it is sent; what a letter costs hangs on its pages, which Notify counts as it prints them. */
function costOf(
  { channel, fragments, cost_pence }: NoticeData,
  outcome: Step['outcome'],
  price: number,
): number | null {
  if (channel === 'letter') return cost_pence ?? null;
  if (outcome !== 'sent') return null;
  if (channel === 'email') return 0;
  return fragments === undefined ? null : exact(fragments * price);
}

/** Prices have hundredths of a penny at most; a product of doubles may have more. */
const exact = (pence: number): number => Math.round(pence * 10_000) / 10_000;

const notSent =
  (outcome: 'blocked' | 'expired' | 'cancelled', unsaid: { reason?: Reason } = {}) =>
  ({ data }: Told): Own<Fact>[] => {
    const told = data as NoticeData;
    return [step(told, outcome, { reason_class: paidOr(told, reasonClassOf({ ...unsaid, ...told })) })];
  };

/** A debt that no extract asks about any more was paid, or is too little to ask for. */
const paidOr = ({ about }: NoticeData, reason_class: ReasonClass): ReasonClass =>
  reason_class === 'overtaken' && about.kind === 'debt' ? 'payment-or-balance' : reason_class;

const served = ({ data }: Told): Own<Fact>[] => {
  const told = data as NoticeData;
  const { channel, issued_on, deemed_served_on } = told;
  if (!channel || !issued_on || !deemed_served_on) return [];
  return [step(told, 'served', { channel, days_to_service: daysBetween(issued_on, deemed_served_on) })];
};

const sourceSent = (at: string, rows: number, rest: { rejected: number; cutoff: string | null }): Own<Fact> => ({
  measure: 'source-sent',
  day: dayOf(at),
  rows,
  ...rest,
  at: new Date(at).toISOString(),
});

/** What each event tells. Types that are not here tell nothing of performance. */
const TOLD: Readonly<Record<string, (told: Told) => Own<Fact>[]>> = {
  'council.contacts.contact-made.v1': ({ data }) => {
    const { service, channel, at } = data as ContactMade;
    return [{ measure: 'contact', day: dayOf(at), service, channel }];
  },
  'council.contacts.contacts-counted.v1': ({ data, at }) => {
    const { service, channel, from, to, contacts, revision } = data as ContactsCounted;
    return [
      { measure: 'contacts-counted', day: from, service, channel, from, to, contacts, revision },
      sourceSent(at, 1, { rejected: 0, cutoff: to }),
    ];
  },
  'council.contacts.day-covered.v1': ({ data, at }) => {
    const { service = null, on } = data as DayCovered;
    return [{ measure: 'day-covered', day: on, service }, sourceSent(at, 0, { rejected: 0, cutoff: on })];
  },
  'council.contacts.satisfaction-answered.v1': ({ data }) => {
    const { service, channel, score, on } = data as SatisfactionAnswered;
    return [{ measure: 'satisfaction', day: on, service, channel, score }];
  },
  'council.notices.notice-planned.v1': planned,
  'council.notices.notice-sent.v1': stage('sent'),
  'council.notices.notice-delivered.v1': stage('delivered'),
  'council.notices.notice-failed.v1': stage('failed'),
  'council.notices.notice-served.v1': served,
  'council.notices.notice-blocked.v1': notSent('blocked'),
  'council.notices.notice-expired.v1': notSent('expired', { reason: 'expired' }),
  'council.notices.notice-cancelled.v1': notSent('cancelled', { reason: 'trigger-ended' }),
  'council.intake.file-imported.v1': ({ data }) => {
    const { imported_at, rows, taken, rejected, payments_posted_to } = data as FileImported;
    const cutoff = payments_posted_to && dayOf(payments_posted_to);
    return [sourceSent(imported_at, rowsTold(data as FileImported, rows, taken), { rejected, cutoff })];
  },
  'council.intake.file-refused.v1': ({ data }) => {
    const { refused_at, rows } = data as FileRefused;
    return [sourceSent(refused_at, rows, { rejected: rows, cutoff: null })];
  },
};

/** Each good row of a file of counts has told of itself as an event. */
const rowsTold = ({ layout }: FileImported, rows: number, taken: number): number =>
  layout === 'contacts-counted' ? rows - taken : rows;

/**
 * The facts of one event, none for an event that says nothing of performance.
 * @param recorded the London day on which it reached Crier
 * @param councils those whose facts these may be; an event without `council` is of the only one or the first
 * @returns a problem instead of facts where the event will not do; it names the source and never holds what was sent
 */
export function factsOf(
  event: unknown,
  recorded: string,
  councils: readonly FactsCouncil[],
): { facts: Fact[]; problems: Problem[] } {
  const outer = envelope.safeParse(event);
  if (!outer.success) return refused(event, 'not-an-event', faultsIn('', outer.error.issues));
  const { type, time, id } = outer.data;
  const contract = contractOf(type);
  if (!contract) return refused(event, 'unknown-type', `${type} stands in no contract: see docs/events.md.`);
  const tell = TOLD[type];
  if (!tell) return { facts: [], problems: [] };
  const council = councilOf(outer.data.council, councils);
  if (!council) return refused(event, 'unknown-council', 'its council is none of those in infra/config.');
  const data = contract.data.safeParse(outer.data.data);
  if (!data.success) return refused(event, 'invalid', faultsIn('data.', data.error.issues));
  if (isOfSmokeTest(data.data as Partial<NoticeData> & FromFile)) return { facts: [], problems: [] };
  const source = sourceOf(outer.data, data.data as FromFile);
  const facts = tell({ data: data.data, at: time, price: council.text_price_pence }).map((own): Fact => {
    const common = { id: digest(source, id, own.measure), recorded, area: council.ons_code, source };
    return { ...common, ...own } as Fact;
  });
  const ahead = facts.some((fact) => lastDay(fact) > recorded);
  if (ahead)
    return refused(event, 'future', `it tells of days after ${recorded}, when it was recorded: send it later.`);
  return { facts, problems: [] };
}

const lastDay = (fact: Fact): string => (fact.measure === 'contacts-counted' ? fact.to : fact.day);

/** By its id, its ONS code or its name: `stockton`, `E06000004`, `stockton-on-tees`. */
const councilOf = (told: string | undefined, councils: readonly FactsCouncil[]): FactsCouncil | undefined =>
  told === undefined
    ? councils[0]
    : councils.find(({ id, ons_code, name }) => [id, ons_code].includes(told) || slug(name).startsWith(`${told}-`));

const slug = (name: string): string => `${name.toLowerCase().replace(/[^a-z]+/g, '-')}-`;

/** A file of a layout as data says whose it is; an extract is a source of its own. */
type FromFile = { source?: string; layout?: string };

const isOfSmokeTest = ({ notice_type, layout }: Partial<NoticeData> & FromFile): boolean =>
  notice_type === SMOKE_NOTICE || layout === SMOKE_TEST;

/** What came through a door or in a file is its sender's, though intake has put it on the bus. */
function sourceOf({ source, origin }: { source: string; origin?: string | undefined }, file: FromFile) {
  if (source !== 'council.intake') return source;
  return origin ?? file.source ?? file.layout ?? 'recovery-extract';
}

const LONGEST = 200;

function refused(event: unknown, code: string, what: string): { facts: Fact[]; problems: Problem[] } {
  const { source, id } = (typeof event === 'object' && event !== null ? event : {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, LONGEST) : '');
  return { facts: [], problems: [{ source: text(source), event: text(id), code, text: what.slice(0, LONGEST) }] };
}

/** Messages say what should be there; none repeats what is there. */
const faultsIn = (under: string, issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues.map(({ path, message }) => `${under}${path.join('.') || 'the event'}: ${plainWords(message)}`).join('; ');
