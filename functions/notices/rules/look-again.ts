import type { Code } from '../../../contracts/codes.ts';
import type { MatterView, ReadRegister } from '../../register/register.ts';
import type { ReadDocuments } from '../../shared/documents.ts';
import type { AppliedCode, Standing } from '../families/family.ts';
import type { Notice } from '../notice/notice.ts';
import { optOutOf, type Way, wayBy } from './channel.ts';
import { contextAt, type RuleContext } from './context.ts';
import { heeded, isPast, isSwitchedOff, namesOf, opens, overOn } from './decide-matter.ts';
import { asPlanned, type Looks, looksAt } from './documents.ts';
import type { Look, LookAgain, LookAtNextChannel } from './look.ts';
import { channelsLeft, lookAtTold } from './look-at-told.ts';
import { recipientOf } from './recipient.ts';

/** What the looks need to know: with what was found at the documents of what they look at. */
type LookContext = RuleContext & { looks: Looks };

/** A notice that waits for its source to put something right is looked at once a day. */
const DAY_MS = 24 * 3_600_000;

/** Whether its matter still asks for a notice, and until when. Null if it does not, or is not known. */
export const standingOf = (
  notice: Notice,
  view: MatterView | null,
  { catalogue }: Pick<RuleContext, 'catalogue'>,
): Standing | null => view && catalogue.family(notice.type).stands(notice, view);

/**
 * The look at release and at sending (format page, section 7): every rule again, on what the register knows now. What an extract
 * asks for stays on its channel: an opt-out stops it, and the next extract decides anew. What an event asks for turns to the next
 * channel. HOUSEHOLD and S15 are not asked.
 * @param view null if the matter is not known
 */
export function lookAgain(notice: Notice, view: MatterView | null, context: LookContext): Look {
  const standing = standingOf(notice, view, context);
  if (!view || !standing) return { kind: 'cancelled', reason: 'trigger-ended' };
  if (isSwitchedOff(notice, context)) return { kind: 'blocked', codes: [], reason: 'switched-off' };
  const { ask } = standing;
  const against = heeded({ ...notice, ...ask }, view, { ...context, moment: 'look' });
  const over_on = overOn(against);
  if (against.length > 0) return { kind: 'blocked', codes: namesOf(against), ...(over_on && { over_on }) };
  if (ask) {
    const channels = channelsLeft(notice, context.catalogue.entry(notice.type).channels);
    return lookAtTold(notice, { ask, view, channels }, context);
  }
  const way = wayBy(notice.channel, notice.person, view);
  if (!way || way.opted_out) return { kind: 'blocked', codes: [way ? 'S13' : 'S12'] };
  return whenAndTo(notice, { view, way, standing }, context);
}

/**
 * Where a notice may go on after its channel failed for good: the next in its type's order that reaches the person. A document
 * has new days by law, and may come too late by them.
 * @returns null if there is none; otherwise as `lookAgain`.
 */
export function nextChannel(notice: Notice, view: MatterView | null, context: LookContext): Look | null {
  const { channels, duty } = context.catalogue.entry(notice.type);
  const rest = channels.slice(channels.indexOf(notice.channel) + 1);
  for (const channel of rest) {
    const way = view && wayBy(channel, notice.person, view);
    if (way && !way.opted_out) return lookAgain({ ...notice, channel }, view, context);
    if (duty === 'statutory') return { kind: 'blocked', codes: ['S12'] };
  }
  return null;
}

type Found = { view: MatterView; way: Way; standing: Standing };

function whenAndTo(notice: Notice, { view, way, standing }: Found, context: RuleContext): Look {
  const { last_day, waits } = standing;
  const { now, catalogue } = context;
  const entry = catalogue.entry(notice.type);
  const due_at = opens(entry, now);
  if (isPast(last_day, due_at)) return { kind: 'expired' };
  const recipient = recipientOf(notice, { way, last_day }, { ...context, view });
  if (waits) return { kind: 'wait', due_at: opens(entry, due_at + DAY_MS), reason: waits, recipient };
  return due_at > now ? { kind: 'wait', due_at, reason: 'outside-window', recipient } : { kind: 'go', recipient };
}

/** Codes that facts of events bring against a notice, opt-outs and replies too, with when each was stored. */
export function factsAgainst(
  notice: Notice,
  view: MatterView,
  context: RuleContext,
): (AppliedCode & { stored_at: number })[] {
  const person = view.people.get(notice.person);
  if (!person) return [];
  const { stopped, wrong } = view.addresses.get(notice.address) ?? { stopped: null, wrong: null };
  const told = (code: Code, fact: { stored_at: number } | null | undefined) =>
    fact ? [{ code, stored_at: fact.stored_at }] : [];
  return [
    ...heeded({ ...notice, ...standingOf(notice, view, context)?.ask }, view, { ...context, moment: 'look' }).flatMap(
      ({ code, stored_at }) => (stored_at === null ? [] : [{ code, stored_at }]),
    ),
    ...told('S13', optOutOf(notice.channel, person)),
    ...told('S13', stopped),
    ...told('S12', wrong),
  ];
}

type Reads = {
  register: Pick<ReadRegister, 'matter'>;
  /** Null where a document is taken for what it was when its notice was planned. */
  documents: Pick<ReadDocuments, 'look'> | null;
} & Pick<RuleContext, 'settings' | 'catalogue'>;

/** Both looks, reading the register each time, and the document if there is one. */
export function looksWith({ register, documents, ...rest }: Reads): {
  look: LookAgain;
  lookAtNextChannel: LookAtNextChannel;
} {
  const read = async (notice: Notice, at: number) => {
    const view = await register.matter(notice.about);
    const context = contextAt(at, rest);
    const document = standingOf(notice, view, context)?.ask?.document;
    const looks = documents ? await looksAt(documents, document ? [document] : []) : asPlanned(notice.document?.bytes);
    return { view, context: { ...context, looks } };
  };
  return {
    look: async (notice, at) => {
      const { view, context } = await read(notice, at);
      return lookAgain(notice, view, context);
    },
    lookAtNextChannel: async (notice, at) => {
      const { view, context } = await read(notice, at);
      return nextChannel(notice, view, context);
    },
  };
}
