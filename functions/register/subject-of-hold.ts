import type { Key } from '../shared/ids.ts';
import type { Subject } from './register.ts';

/** What of a hold on the bus says what it is on: its references are keyed already. */
type OnBus = {
  scope: 'person' | 'account' | 'claim';
  person_ref?: string | undefined;
  account_ref?: string | undefined;
  claim_ref?: string | undefined;
};

const BY_SCOPE: Readonly<Record<OnBus['scope'], (hold: OnBus) => Subject>> = {
  person: ({ person_ref }) => ({ person: person_ref as Key }),
  account: ({ account_ref }) => ({ account: account_ref as Key }),
  claim: ({ claim_ref }) => ({ matter: { kind: 'claim', id: claim_ref as Key } }),
};

export const subjectOfHold = (hold: OnBus): Subject => BY_SCOPE[hold.scope](hold);
