import type { MatterView } from '../../register/register.ts';
import type { Ask } from '../families/family.ts';
import type { Channel, Notice } from '../notice/notice.ts';
import type { RuleContext } from './context.ts';
import { isPast, opens, wayOf } from './decide-matter.ts';
import type { Looks } from './documents.ts';
import type { Look } from './look.ts';
import { recipientOf } from './recipient.ts';

type Told = { ask: Ask; view: MatterView; channels: readonly Channel[] };

/** The channels that are left to a notice: once one has failed, only those from its present one on. */
export function channelsLeft({ attempts, channel }: Notice, channels: readonly Channel[]): readonly Channel[] {
  const elsewhere = channels.some((each) => each !== channel && attempts[each]?.outcome !== undefined);
  return elsewhere ? channels.slice(channels.indexOf(channel)) : channels;
}

/** The look at a notice that an event asks for, codes apart: channel, document and day are decided anew. */
export function lookAtTold(
  notice: Notice,
  { ask, view, channels }: Told,
  context: RuleContext & { looks: Looks },
): Look {
  const { now, catalogue } = context;
  const entry = { ...catalogue.entry(notice.type), channels };
  const { ended, fault, no_way, way, served } = wayOf(ask, view, { ...context, entry });
  if (ended || fault) return { kind: 'blocked', codes: [], reason: (ended ?? fault) as NonNullable<typeof fault> };
  if (no_way || !way) return { kind: 'blocked', codes: [no_way ?? 'S12'] };
  const due_at = opens(entry, Math.max(now, ask.not_before ?? now));
  if (isPast(ask.last_day, due_at)) return { kind: 'expired' };
  const recipient = recipientOf(notice, { way, served, ...ask }, { ...context, view });
  return due_at > now ? { kind: 'wait', due_at, reason: 'outside-window', recipient } : { kind: 'go', recipient };
}
