import type { MatterEvent, MatterView } from '../../register/register.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import { runOfEvents } from '../../shared/matter.ts';
import type { Notice, NoticeType } from '../notice/notice.ts';
import type { Context } from './context.ts';
import type { Ask, Asked, Standing } from './family.ts';

// What the events of a matter ask for, whatever its family: from all of them together, so that it makes no difference in
// which order they came.

/** A notice that an event asks for, for each person whom it names. */
export type AskOf = Omit<Ask, 'person' | 'run' | 'ended'> & {
  /** Whether it is too late to ask for once its moment (`not_before`) has passed: its day, or its very instant. */
  passes?: 'day' | 'instant';
};

export type Telling = {
  /** By the type of an event: what one asks for, among all of its matter. A document stands before its cover. */
  asks: Readonly<Record<string, (told: MatterEvent, all: readonly MatterEvent[]) => AskOf[]>>;
  /** By notice type: whether a newer event of the matter ends what an older one asks for. Others are ended by none. */
  ended: Readonly<Record<NoticeType, (newer: MatterEvent, asking: MatterEvent) => boolean>>;
};

/** Within a source by its own order; between sources by when it happened. */
const isNewer = (one: MatterEvent, than: MatterEvent): boolean =>
  one.source === than.source ? one.order > than.order : one.at > than.at;

type Told = { of: AskOf; person: Ask['person']; event: MatterEvent };
const named = ({ type, occasion }: Pick<Ask, 'type' | 'occasion'>, person: Ask['person']) =>
  JSON.stringify([person, type, occasion]);

/** Each notice once, as the newest event that asks for it does; and every event that asks for it. */
function asked({ told }: MatterView, { asks }: Telling): Map<string, Told & { events: MatterEvent[] }> {
  const found = new Map<string, Told & { events: MatterEvent[] }>();
  for (const event of told.events) {
    for (const of of asks[event.type]?.(event, told.events) ?? []) {
      for (const { person } of event.people) {
        const name = named(of, person);
        const before = found.get(name);
        const events = [...(before?.events ?? []), event];
        found.set(
          name,
          before && !isNewer(event, before.event) ? { ...before, events } : { of, person, event, events },
        );
      }
    }
  }
  return found;
}

const isEnded = ({ of, event, events }: Told & { events: MatterEvent[] }, { told }: MatterView, { ended }: Telling) =>
  told.events.some((each) => isNewer(each, event) && !events.includes(each) && ended[of.type]?.(each, event));

const isPassed = ({ passes, not_before = 0 }: AskOf, { now, today }: Context): boolean =>
  (passes === 'day' && londonDate(not_before) < today) || (passes === 'instant' && not_before < now);

const askOf = ({ of: { passes: _, ...of }, person, event }: Told): Ask => ({
  ...of,
  person,
  run: runOfEvents(event.source, event.at),
});

/** What the events of a matter ask for now. */
export const toldAsks = (view: MatterView, context: Context, telling: Telling): Asked[] =>
  [...asked(view, telling).values()].map((told) => {
    const ended = isEnded(told, view, telling)
      ? ({ ended: 'trigger-ended' } as const)
      : isPassed(told.of, context) && ({ ended: 'moment-passed' } as const);
    return { person: told.person, ask: { ...askOf(told), ...ended } };
  });

type Named = Pick<Notice, 'type' | 'person' | 'occasion'>;

/** Whether an event still asks for a notice. What waits since before its moment does not pass. */
export function toldStanding(notice: Named, view: MatterView, telling: Telling): Standing | null {
  const told = asked(view, telling).get(named(notice, notice.person));
  if (!told || isEnded(told, view, telling)) return null;
  return { last_day: told.of.last_day, waits: null, ask: askOf(told) };
}

/** The newest event that asks for a notice. */
export const askingEvent = (notice: Named, view: MatterView, telling: Telling): MatterEvent | undefined =>
  asked(view, telling).get(named(notice, notice.person))?.event;

/** What an event says; which fields it has its contract says. */
export const dataOf = <Data>({ data }: MatterEvent): Data => data as Data;

/** An occasion as its source writes it: the references in it are keyed. */
export function occasionAsTold(occasion: string, { told }: MatterView): string {
  const written = new Map(
    told.events.flatMap(({ data, refs }) => Object.entries(refs).map(([field, ref]) => [data[field], ref] as const)),
  );
  return occasion
    .split('/')
    .map((part) => written.get(part) ?? part)
    .join('/');
}

/** The London day of an instant that is written as text. */
export const dayOf = (instant: string): string => londonDate(Date.parse(instant));

/** An instant as an occasion: UTC to the second. */
export const utcSecond = (instant: string): string =>
  new Date(Math.floor(Date.parse(instant) / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** A document, and the text that says it was sent. */
export const withCover = (document: AskOf, cover: Pick<AskOf, 'last_day' | 'not_after'>): AskOf[] => [
  document,
  {
    ...cover,
    type: document.type.replace(/\.document$/, ''),
    occasion: document.occasion,
    needs: { type: document.type, occasion: document.occasion },
  },
];
