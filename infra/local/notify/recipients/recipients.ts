// Who may be sent to: team and trial restrictions, smoke-test recipients, and what test keys make of some recipients.

import { badRequest } from '../errors.ts';
import type { Status } from '../store.ts';
import type { KeyType, Service } from '../world/world.ts';
import { comparableAddress, isEmailAddress } from './email-addresses.ts';
import { parsePhone } from './phone-numbers.ts';

const SMOKE_TEST_NUMBERS = ['447700900000', '447700900111', '447700900222'];
const SMOKE_TEST_ADDRESSES = ['', '-2', '-3'].map((each) => `simulate-delivered${each}@notifications.service.gov.uk`);

/** Checked like any other recipient, answered 201, and never stored or sent. Numbers normalised, addresses in lower case. */
export const isSmokeTest = (normalised: string): boolean =>
  SMOKE_TEST_NUMBERS.includes(normalised) || SMOKE_TEST_ADDRESSES.includes(normalised);

function comparable(recipient: string): string {
  const phone = parsePhone(recipient);
  if (phone.ok) return phone.number.normalised;
  return isEmailAddress(recipient) ? comparableAddress(recipient) : recipient;
}

/** Team keys, and live keys of a service in trial mode, reach team members and the guest list only. */
export function refuseStrangers(service: Service, keyType: KeyType, recipient: string): void {
  if (keyType === 'test' || (keyType === 'live' && !service.restricted)) return;
  const known = [
    ...service.team_members.flatMap((member) => [member.phone_number, member.email_address]),
    ...service.guest_list.phone_numbers,
    ...service.guest_list.email_addresses,
  ];
  const wanted = comparable(recipient);
  if (known.some((each) => each !== null && comparable(each) === wanted)) return;
  throw badRequest(
    keyType === 'team'
      ? 'Can’t send to this recipient using a team-only API key'
      : 'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode',
  );
}

/** What becomes of a message: recipients that fail on purpose do so for test keys only, in exactly these spellings. */
export function outcomeFor(keyType: KeyType, to: string): Status {
  if (keyType !== 'test') return 'delivered';
  if (to.endsWith('7700900003') || to === 'temp-fail@simulator.notify') return 'temporary-failure';
  if (to.endsWith('7700900002') || to === 'perm-fail@simulator.notify') return 'permanent-failure';
  return 'delivered';
}
