import type { Code } from '../../../contracts/codes.ts';
import type { ContactChannel, ContactTold, MatterView, OwnContact, PersonFacts } from '../../register/register.ts';
import { daysBetween } from '../../shared/calendar/london.ts';
import type { Key } from '../../shared/ids.ts';
import type { NoticeTypeEntry } from '../catalogue/types.ts';
import type { Channel, Variant } from '../notice/notice.ts';

/** One way to reach a person: a number or address that could be used, opted out or not. */
export type Way = {
  channel: Channel;
  /** The number, the email, or the lines of the postal address: of a letter only evidence, since its pages bear it. */
  to: string;
  address: Key;
  verified_at: string | null;
  opted_out: boolean;
};

/** Under which name the register keeps where a channel leads. */
const KEPT_AS: Readonly<Record<Channel, ContactChannel>> = { sms: 'sms', email: 'email', letter: 'post' };

/** When a person opted out of a channel, if they did. Nobody opts out of letters. */
export const optOutOf = (channel: Channel, facts: PersonFacts | undefined) =>
  channel === 'letter' ? undefined : facts?.opt_outs[channel];

/**
 * What is known of a person's number, email or postal address: what the matter's source holds, or what was told of the person, whichever
 * has the later date. What the matter's source has without a date is the older, and never counts once somebody has said that
 * it fails or is another's.
 */
function known(channel: Channel, person: Key, view: MatterView): ContactTold | undefined {
  const kept = KEPT_AS[channel];
  const of = view.matter.people.find((each) => each.person === person)?.contacts[kept];
  const own = view.people.get(person)?.contacts[kept];
  const isBad = own && of && of.to !== null && own.to === null && own.speaks_of === of.address;
  if (!isBad && (!own || (of?.verified_at && of.verified_at > own.told_on))) return of;
  const verified_at = own.status === 'verified' ? own.told_on : null;
  return { ...own, verified_at, opted_out: of?.opted_out ?? false };
}

/**
 * Whether a number or address that somebody called wrong was told of this person since. That a file has it night after night
 * is no news.
 */
const isAnew = ({ to }: ContactTold, wrong_at: number, own: OwnContact | undefined): boolean =>
  own !== undefined && own.to === to && own.changed_at > wrong_at;

/**
 * How a person could be reached by a channel: null if there is no usable address for it, or if somebody replied WRONG from
 * it and it was not told anew. A person is opted out by the matter's source, by an event, or by STOP from the address itself.
 */
export function wayBy(channel: Channel, person: Key, view: MatterView): Way | null {
  const told = known(channel, person, view);
  if (!told || told.to === null) return null;
  const facts = view.addresses.get(told.address);
  if (facts?.wrong && !isAnew(told, facts.wrong.at, view.people.get(person)?.contacts[KEPT_AS[channel]])) return null;
  const optOut = optOutOf(channel, view.people.get(person));
  return {
    channel,
    to: told.to,
    address: told.address,
    verified_at: told.verified_at,
    opted_out: Boolean(told.opted_out || optOut || facts?.stopped),
  };
}

/**
 * The channel of a notice (format page, section 6): the first in its type's order that is not opted out.
 * @returns the way chosen, or null, and then `S13` if all are opted out or `S12` if there is none.
 */
export function channelOf(
  { channels, trust }: Pick<NoticeTypeEntry, 'channels' | 'trust'>,
  { person, today }: { person: Key; today: string },
  view: MatterView,
) {
  const ways = channels
    .flatMap((channel) => wayBy(channel, person, view) ?? [])
    .filter((way) => trust !== 'verified' || isVerified(way, today));
  const chosen = ways.find(({ opted_out }) => !opted_out) ?? null;
  return { chosen, first: chosen ?? ways[0] ?? null, code: chosen ? null : noWay(ways) };
}

const noWay = (ways: Way[]): Code => (ways.length > 0 ? 'S13' : 'S12');

/** Format page, section 6: so long an address counts as verified. */
const VERIFIED_WITHIN_DAYS = 365;

/** Whether an address was verified lately enough; a date still to come verifies nothing. */
function isVerified({ verified_at }: Pick<Way, 'verified_at'>, today: string): boolean {
  const age = verified_at === null ? -1 : daysBetween(verified_at, today);
  return age >= 0 && age <= VERIFIED_WITHIN_DAYS;
}

/** What names a debt goes only to an address that was verified lately. */
export const variantOf = (
  { trust }: Pick<NoticeTypeEntry, 'trust'>,
  way: Pick<Way, 'verified_at'>,
  today: string,
): Variant => (trust !== 'full-or-neutral' || isVerified(way, today) ? 'full' : 'neutral');
