import { CODES } from '../../../contracts/codes.ts';
import type { Hold, MatterView } from '../../register/register.ts';
import type { Key } from '../../shared/ids.ts';
import type { Context } from './context.ts';
import type { AppliedCode } from './family.ts';

const inForce = ({ from, to, ended_at, bill_year }: Hold, { matter }: MatterView, { now, today }: Context) =>
  (bill_year === null || bill_year === matter.about.bill_year) &&
  from <= today &&
  (to === null || to >= today) &&
  (ended_at === null || ended_at > now);

/** Codes that events brought against a person, whatever the family: holds on the matter, on the person, and a death. */
export function toldCodes(person: Key, view: MatterView, context: Context): (AppliedCode & { stored_at: number })[] {
  const personal = [...view.people].flatMap(([each, { holds }]) =>
    holds.filter(({ code }) => each === person || CODES[code].holds === 'matter'),
  );
  const holds = [...view.told.holds, ...personal].filter((hold) => inForce(hold, view, context));
  const death = view.people.get(person)?.death;
  return [
    ...holds.map(({ code, stored_at }) => ({ code, stored_at })),
    ...(death ? [{ code: 'S2' as const, stored_at: death.stored_at }] : []),
  ];
}
