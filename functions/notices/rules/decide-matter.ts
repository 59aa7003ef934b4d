import type { Code } from '../../../contracts/codes.ts';
import type { MatterView } from '../../register/register.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import { nextOpening } from '../../shared/calendar/windows.ts';
import type { Key, MakeKey } from '../../shared/ids.ts';
import type { NoticeTypeEntry } from '../catalogue/types.ts';
import type { AppliedCode, Ask, Asked, Moment } from '../families/family.ts';
import type { Variant } from '../notice/notice.ts';
import { noticeId } from '../notice/notice-id.ts';
import { channelOf, variantOf, type Way } from './channel.ts';
import type { RuleContext } from './context.ts';

/** The notice that a matter asks for, with all that the rules can say without knowing of other notices. */
export type Candidate = Ask & {
  id: Key;
  entry: NoticeTypeEntry;
  /** All codes that the type heeds but S12, S13, S15, S19 and HOUSEHOLD. */
  codes: Code[];
  /** S12 or S13: asked only if no other code applies. */
  no_way: Code | null;
  /** Where it would go; if nobody may be reached, the address that is opted out; null if there is none. */
  way: Way | null;
  variant: Variant;
  /** The next instant at which its window is open. */
  due_at: number;
  /** By then its last day has passed. */
  expired: boolean;
};

/** One person, and the notice that is asked for; null if none is. */
export type Decided = { asked: Asked; candidate: Candidate | null };

/** Planning names notices, so that it needs the council's reference key; a look does not. */
type PlanContext = RuleContext & { key: MakeKey };

/** What each person of a matter is to be told, family by family, in household order. */
export const decideMatter = (view: MatterView, context: PlanContext): Decided[] =>
  context.catalogue
    .familiesOf(view.matter.about.kind)
    .flatMap((family) => family.asks(view, context))
    .map((asked) => (isSwitchedOff(asked, context) ? { ...asked, ask: null } : asked))
    .map((asked) => ({ asked, candidate: asked.ask && candidateOf(asked.ask, view, context) }));

/** A type that the council does not use is not asked for: its row has nothing due. */
const isSwitchedOff = ({ ask }: Asked, { settings }: RuleContext): boolean =>
  ask !== null && settings.switched_off.includes(ask.type);

function candidateOf(ask: Ask, view: MatterView, context: PlanContext): Candidate {
  const { now, today, key, catalogue } = context;
  const entry = catalogue.entry(ask.type);
  const { code, first } = channelOf(entry, ask.person, view);
  const due_at = opens(entry, now);
  return {
    ...ask,
    id: noticeId({ about: view.matter.about, ...ask }, key),
    entry,
    codes: namesOf(heeded(ask, view, { ...context, moment: 'planning' })),
    no_way: code,
    way: first,
    variant: first ? variantOf(entry, first, today) : 'neutral',
    due_at,
    expired: isPast(ask.last_day, due_at),
  };
}

/** Whether an instant is after the last day of a notice. */
export const isPast = (last_day: string | null, at: number): boolean => last_day !== null && last_day < londonDate(at);

/** When a notice may go next: at once, or when its window opens. */
export const opens = ({ window }: Pick<NoticeTypeEntry, 'window'>, now: number): number =>
  window ? nextOpening(window, now) : now;

/** The codes that a notice type heeds, and when an event brought each. */
export function heeded(
  { type, person }: Pick<Ask, 'type' | 'person'>,
  view: MatterView,
  context: RuleContext & { moment: Moment },
): AppliedCode[] {
  const { catalogue } = context;
  const { heeds } = catalogue.entry(type);
  return catalogue
    .family(type)
    .codes(person, view, context)
    .filter(({ code }) => heeds.includes(code));
}

/** Their names, each once, sorted as text. */
export const namesOf = (codes: readonly AppliedCode[]): Code[] => [...new Set(codes.map(({ code }) => code))].sort();
