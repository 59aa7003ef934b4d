import type { Code } from '../../../contracts/codes.ts';
import type { MatterView, ReadRegister } from '../../register/register.ts';
import type { AppliedCode, Standing } from '../families/family.ts';
import type { Notice } from '../notice/notice.ts';
import { optOutOf, variantOf, type Way, wayBy } from './channel.ts';
import { contextAt, type RuleContext } from './context.ts';
import { heeded, isPast, namesOf, opens } from './decide-matter.ts';
import type { Look, LookAgain, LookAtNextChannel, Recipient } from './look.ts';

/** A notice that waits for its source to put something right is looked at once a day. */
const DAY_MS = 24 * 3_600_000;

/** Whether its matter still asks for a notice, and until when. Null if it does not, or is not known. */
export const standingOf = (
  notice: Notice,
  view: MatterView | null,
  { catalogue }: Pick<RuleContext, 'catalogue'>,
): Standing | null => view && catalogue.family(notice.type).stands(notice, view);

/**
 * The look at release and at sending (format page, section 7): every rule again, on what the register knows now. The
 * notice stays on its channel: an opt-out stops it, and the next extract decides anew. HOUSEHOLD and S15 are not asked.
 * @param view null if the matter is not known
 */
export function lookAgain(notice: Notice, view: MatterView | null, context: RuleContext): Look {
  const standing = standingOf(notice, view, context);
  if (!view || !standing) return { kind: 'cancelled', reason: 'trigger-ended' };
  const codes = namesOf(heeded(notice, view, { ...context, moment: 'look' }));
  if (codes.length > 0) return { kind: 'blocked', codes };
  const way = wayBy(notice.channel, notice.person, view);
  if (!way || way.opted_out) return { kind: 'blocked', codes: [way ? 'S13' : 'S12'] };
  return whenAndTo(notice, { view, way, standing }, context);
}

/**
 * Where a notice may go on after its channel failed for good: the next in its type's order that reaches the person.
 * @returns null if there is none; otherwise as `lookAgain`.
 */
export function nextChannel(notice: Notice, view: MatterView | null, context: RuleContext): Look | null {
  const { channels } = context.catalogue.entry(notice.type);
  for (const channel of channels.slice(channels.indexOf(notice.channel) + 1)) {
    const way = view && wayBy(channel, notice.person, view);
    if (way && !way.opted_out) return lookAgain({ ...notice, channel }, view, context);
  }
  return null;
}

type Found = { view: MatterView; way: Way; standing: Standing };

function whenAndTo(notice: Notice, { view, way, standing }: Found, { now, today, catalogue }: RuleContext): Look {
  const { last_day, waits } = standing;
  const entry = catalogue.entry(notice.type);
  const due_at = opens(entry, now);
  if (isPast(last_day, due_at)) return { kind: 'expired' };
  const recipient: Recipient = {
    channel: way.channel,
    variant: variantOf(entry, way, today),
    to: way.to,
    address: way.address,
    first_name: firstNameOf(notice, view),
    values: catalogue.family(notice.type).values(notice, view),
    last_day,
    ...(notice.document && { document: notice.document }),
  };
  if (waits) return { kind: 'wait', due_at: opens(entry, due_at + DAY_MS), reason: waits, recipient };
  return due_at > now ? { kind: 'wait', due_at, reason: 'outside-window', recipient } : { kind: 'go', recipient };
}

/** As the matter's source has it, else as it was told of the person; empty where it is not known. */
const firstNameOf = ({ person }: Notice, { matter, people }: MatterView): string =>
  matter.people.find((each) => each.person === person)?.first_name || (people.get(person)?.first_name ?? '');

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
    ...heeded(notice, view, { ...context, moment: 'look' }).flatMap(({ code, stored_at }) =>
      stored_at === null ? [] : [{ code, stored_at }],
    ),
    ...told('S13', optOutOf(notice.channel, person)),
    ...told('S13', stopped),
    ...told('S12', wrong),
  ];
}

/** Both looks, reading the register consistently each time. */
export function looksWith({
  register,
  ...rest
}: { register: Pick<ReadRegister, 'matter'> } & Pick<RuleContext, 'settings' | 'catalogue'>): {
  look: LookAgain;
  lookAtNextChannel: LookAtNextChannel;
} {
  return {
    look: async (notice, at) => lookAgain(notice, await register.matter(notice.about), contextAt(at, rest)),
    lookAtNextChannel: async (notice, at) =>
      nextChannel(notice, await register.matter(notice.about), contextAt(at, rest)),
  };
}
