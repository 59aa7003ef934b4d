import type { Code } from '../../../contracts/codes.ts';
import { contactOf } from '../../register/contacts.ts';
import type { DebtRow, DebtView } from '../../register/register.ts';
import { daysBetween } from '../../shared/calendar/london.ts';
import type { Key } from '../../shared/ids.ts';
import { noticeTypes } from '../catalogue/catalogue.ts';
import type { Channel, NoticeType, Variant } from '../notice/notice.ts';
import type { Context } from './context.ts';

/** One way to reach a person: a number or address that could be used, opted out or not. */
export type Way = {
  channel: Channel;
  to: string;
  address: Key;
  verified_at: string | null;
  opted_out: boolean;
};

const FIELDS = {
  sms: { verified_at: 'mobile_verified_at', opt_out: 'sms_opt_out' },
  email: { verified_at: 'email_verified_at', opt_out: 'email_opt_out' },
} as const;

/**
 * How the person on a row could be reached by a channel: null if the row has no usable address for it, or if somebody
 * replied WRONG from it. A person is opted out by the extract, by an event, or by STOP from the address itself.
 */
export function wayBy(
  channel: Channel,
  row: DebtRow,
  { view, key }: { view: DebtView } & Pick<Context, 'key'>,
): Way | null {
  const contact = contactOf(row, channel, key);
  const facts = contact && view.addresses.get(contact.address);
  if (!contact || facts?.wrong) return null;
  const { verified_at, opt_out } = FIELDS[channel];
  const told = view.persons.get(row.person)?.opt_outs[channel];
  return {
    channel,
    ...contact,
    verified_at: row[verified_at],
    opted_out: row[opt_out] || told !== undefined || Boolean(facts?.stopped),
  };
}

/**
 * The channel of a notice (format page, section 6): the first in its type's order that is not opted out.
 * @returns the way chosen, or null, and then `S13` if all are opted out or `S12` if there is none.
 */
export function channelOf(type: NoticeType, row: DebtRow, from: { view: DebtView } & Pick<Context, 'key'>) {
  const ways = noticeTypes[type].channels.flatMap((channel) => wayBy(channel, row, from) ?? []);
  const chosen = ways.find(({ opted_out }) => !opted_out) ?? null;
  return { chosen, first: chosen ?? ways[0] ?? null, code: chosen ? null : noWay(ways) };
}

const noWay = (ways: Way[]): Code => (ways.length > 0 ? 'S13' : 'S12');

/** The full wording goes only to an address that was verified lately; a date still to come verifies nothing. */
export function variantOf(type: NoticeType, { verified_at }: Pick<Way, 'verified_at'>, today: string): Variant {
  const age = verified_at === null ? -1 : daysBetween(verified_at, today);
  return age >= 0 && age <= noticeTypes[type].trust_days ? 'full' : 'neutral';
}
