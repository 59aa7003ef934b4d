import type { Code } from '../../../contracts/codes.ts';
import type { Reason } from '../../../contracts/reasons.ts';
import type { MatterView } from '../../register/register.ts';
import { addDays, londonDate } from '../../shared/calendar/london.ts';
import { nextOpening } from '../../shared/calendar/windows.ts';
import type { DocumentName } from '../../shared/documents.ts';
import type { Key } from '../../shared/ids.ts';
import { MOST_BYTES } from '../../shared/notify/notify.ts';
import type { NoticeTypeEntry } from '../catalogue/types.ts';
import type { AppliedCode, Ask, Asked, Moment } from '../families/family.ts';
import type { Variant } from '../notice/notice.ts';
import { noticeId } from '../notice/notice-id.ts';
import { channelOf, variantOf, type Way } from './channel.ts';
import type { RuleContext } from './context.ts';
import { documentPath } from './document-path.ts';
import type { Looks } from './documents.ts';
import type { Served } from './legal-days.ts';

/** The notice that a matter asks for, with all that the rules can say without knowing of other notices. */
export type Candidate = Ask & {
  id: Key;
  /** The notice of the document that it speaks of (`needs`). */
  speaks_of?: Key;
  entry: NoticeTypeEntry;
  /** All codes that the type heeds but S12, S13, S15, S19 and HOUSEHOLD. */
  codes: Code[];
  /** The day on which the first of these is over by its date alone. */
  over_on: string | null;
  /** Why its document does not go; it comes after codes. Null for what is none. */
  fault: Reason | null;
  /** S12 or S13: asked only if no other code applies. */
  no_way: Code | null;
  /** Where it would go; if nobody may be reached, the address that is opted out; null if there is none. */
  way: Way | null;
  variant: Variant;
  /** How the law counts it; null for what is no document. */
  served: Served | null;
  /** How long its document is, where it was looked at. */
  bytes?: number;
  /** The next instant at which its window is open. */
  due_at: number;
  /** By then its last day has passed. */
  expired: boolean;
  /** It is asked for too long after what it goes beside. What waits already is not asked for anew. */
  too_old: boolean;
};

/** One person, and the notice that is asked for; null if none is. */
export type Decided = { asked: Asked; candidate: Candidate | null };

type PlanContext = RuleContext & { looks: Looks };

/** What each person of a matter asks for, family by family, in household order. */
export const asksOf = (view: MatterView, context: RuleContext): Asked[] =>
  context.catalogue
    .familiesOf(view.matter.about.kind)
    .flatMap((family) => family.asks(view, context))
    .flatMap((asked) => (asked.ask && isSwitchedOff(asked.ask, context) ? notAsked(asked) : [asked]));

/** What each person of a matter is to be told. */
export const decideAsks = (asked: readonly Asked[], view: MatterView, context: PlanContext): Decided[] =>
  asked.map((each) => ({ asked: each, candidate: each.ask && candidateOf(each.ask, view, context) }));

/** A type that the council does not use is asked for by nobody: the row of a file has nothing due. */
const notAsked = ({ person, line }: Asked): Asked[] => (line === undefined ? [] : [{ person, line, ask: null }]);

/** Whether the council does not use a notice type, or not any more. */
export const isSwitchedOff = ({ type }: Pick<Ask, 'type'>, { settings }: Pick<RuleContext, 'settings'>): boolean =>
  settings.switched_off.includes(type);

function candidateOf(ask: Ask, view: MatterView, context: PlanContext): Candidate {
  const { now, today, catalogue } = context;
  const entry = catalogue.entry(ask.type);
  const due_at = opens(entry, Math.max(now, ask.not_before ?? now));
  const against = heeded(ask, view, { ...context, moment: 'planning' });
  return {
    ...ask,
    id: noticeId({ about: view.matter.about, ...ask }),
    ...(ask.needs && { speaks_of: noticeId({ about: view.matter.about, person: ask.person, ...ask.needs }) }),
    entry,
    codes: namesOf(against),
    over_on: overOn(against),
    ...wayOf(ask, view, { ...context, entry }),
    ...bytesOf(ask, context.looks),
    due_at,
    expired: isPast(ask.last_day, due_at),
    too_old: ask.not_after !== undefined && ask.not_after < today,
  };
}

function bytesOf({ document }: Pick<Ask, 'document'>, looks: Looks): Pick<Candidate, 'bytes'> {
  const look = document && looks.at(document);
  return look?.ok ? { bytes: look.bytes } : {};
}

type WayFound = Pick<Candidate, 'ended' | 'fault' | 'no_way' | 'way' | 'variant' | 'served'>;

/** Where a notice would go. */
export function wayOf(
  { person, document, ended }: Pick<Ask, 'person' | 'document' | 'ended'>,
  view: MatterView,
  { looks, entry, ...context }: RuleContext & { looks: Looks; entry: NoticeTypeEntry },
): WayFound {
  if (!document || entry.duty !== 'statutory') {
    const { code, first } = channelOf(entry, { person, today: context.today }, view);
    const nobody = entry.trust === 'given' && first === null;
    return {
      ...(ended ? { ended } : nobody && { ended: 'no-reporter' as const }),
      ...{ fault: faultOf(document, first, looks), no_way: code, way: first, served: null },
      variant: first ? variantOf(entry, first, context.today) : 'neutral',
    };
  }
  const look = looks.at(document);
  const path = documentPath({ document, look, entry, person }, view, context);
  return {
    ...(ended && { ended }),
    fault: path.reason ?? null,
    no_way: path.codes?.[0] ?? null,
    way: 'way' in path ? path.way : null,
    variant: 'full',
    served: 'served' in path ? path.served : null,
  };
}

/** What is wrong with a document that no law asks for. A text only speaks of it. */
function faultOf(document: DocumentName | undefined, way: Way | null, looks: Looks): Reason | null {
  if (!document || !way || way.channel === 'sms') return null;
  const look = looks.at(document);
  if (!look.ok) return look.reason;
  return look.bytes > MOST_BYTES[way.channel] ? 'document-too-large' : null;
}

/** Whether an instant is after the last day of a notice. */
export const isPast = (last_day: string | null, at: number): boolean => last_day !== null && last_day < londonDate(at);

/** When a notice may go next: at once, or when its window opens. */
export const opens = ({ window }: Pick<NoticeTypeEntry, 'window'>, now: number): number =>
  window ? nextOpening(window, now) : now;

/** The codes that a notice type heeds, and when an event brought each. */
export function heeded(
  { type, person, spared = [] }: Pick<Ask, 'type' | 'person' | 'spared'>,
  view: MatterView,
  context: RuleContext & { moment: Moment },
): AppliedCode[] {
  const { catalogue } = context;
  const { heeds } = catalogue.entry(type);
  return catalogue
    .family(type)
    .codes(person, view, context)
    .filter(({ code }) => heeds.includes(code) && !spared.includes(code));
}

/** The London day on which the first of them is over by its date alone; null if none is. */
export function overOn(codes: readonly AppliedCode[]): string | null {
  const days = codes.flatMap(({ until }) => until ?? []).sort();
  return days[0] === undefined ? null : addDays(days[0], 1);
}

/** Their names, each once, sorted as text. */
export const namesOf = (codes: readonly AppliedCode[]): Code[] => [...new Set(codes.map(({ code }) => code))].sort();
