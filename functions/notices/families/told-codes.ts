import type { Hold, MatterView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { Context } from './context.ts';
import type { AppliedCode } from './family.ts';

const inForce = ({ from, to, ended_at, bill_year }: Hold, { matter }: MatterView, { now, today }: Context) =>
  (bill_year === null || bill_year === matter.about.bill_year) &&
  from <= today &&
  (to === null || to >= today) &&
  (ended_at === null || ended_at > now);

/** Codes that holds of a person bring against notices about a matter. */
export const codesOfHolds = (holds: readonly Hold[], view: MatterView, context: Context): ToldCode[] =>
  holds
    .filter((hold) => inForce(hold, view, context))
    .map(({ code, stored_at, to }) => ({ code, stored_at, until: to }));

export type ToldCode = AppliedCode & { stored_at: number };

/** Codes that events brought against a person, whatever the family: holds on the matter or on the person, a death, a format. */
export function toldCodes(person: Key, view: MatterView, context: Context): AppliedCode[] {
  const facts = view.people.get(person);
  const isOdd = facts?.format && facts.format.format !== 'standard';
  return [
    ...codesOfHolds([...view.told.holds, ...(facts?.holds ?? [])], view, context),
    ...(facts?.death ? [{ code: 'S2' as const, stored_at: facts.death.stored_at }] : []),
    // A document in another format goes by an officer.
    ...(isOdd ? [{ code: 'FORMAT' as const, stored_at: null }] : []),
  ];
}
