import type { MatterView, Purpose } from '../../register/register.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import type { Key } from '../../shared/ids.ts';
import type { Way } from './channel.ts';
import { type LegalProfile, withdrawalBites } from './legal-days.ts';

/** Two emails to an agreed address that came back end its use, until its owner agrees with another. */
const FAILURES_THAT_END = 2;

type Asked = { person: Key; purpose: Purpose };

/**
 * The email to which a person has agreed to have documents for a purpose sent, if one may go there on a day (format page of
 * events, section 5). A withdrawal bites days later; opting out of emails is another matter.
 */
export function agreedEmail(
  { person, purpose }: Asked,
  view: MatterView,
  { today, profile }: { today: string; profile: LegalProfile },
): Way | null {
  const facts = view.people.get(person);
  const { agreed = null, withdrawn_at = null } = facts?.consents[purpose] ?? {};
  if (!agreed || agreed.to === null) return null;
  if (withdrawn_at !== null && withdrawalBites(londonDate(withdrawn_at), today, profile)) return null;
  const status = facts?.email_status[agreed.address];
  if (status === 'failed' || status === 'wrong-person') return null;
  const { undelivered = [] } = view.addresses.get(agreed.address) ?? {};
  if (undelivered.filter(({ at }) => at > agreed.agreed_at).length >= FAILURES_THAT_END) return null;
  return { channel: 'email', to: agreed.to, address: agreed.address, verified_at: null, opted_out: false };
}
