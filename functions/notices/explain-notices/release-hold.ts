import { busEvent } from '../../../contracts/bus-event.ts';
import { contract as holdOverruled } from '../../../contracts/events/recovery/hold-overruled.v1.ts';
import { type HoldNamed, holdNamed, type ReleasedView } from '../../../contracts/officers/holds.ts';
import type { Hold } from '../../register/register.ts';
import { type Answer, iso, ok, problem, Refused } from '../../shared/http/answer.ts';
import type { Key } from '../../shared/ids.ts';
import type { MatterName } from '../../shared/matter.ts';
import { type Asked, bodyOf } from './asked.ts';
import type { Deps } from './deps.ts';
import { mapInGroups } from './pages.ts';
import { holdView } from './views.ts';

/** What the number of a hold may be of: an account, or a claim as its source names it. */
const CLAIM = 'claim';

type Subject = { account: Key } | { person: Key } | { matter: MatterName };
type Found = { subject: Subject; hold: Hold };

/**
 * Ends a hold that another system told, in the name of an officer. May be repeated: the first end stands and is announced
 * again. Marks in the nightly file are not ended here: the file says how they stand.
 * @throws Refused (400, 404)
 */
export async function releaseHold(deps: Deps, { request, officer }: Asked): Promise<Answer> {
  const which = bodyOf(request, holdNamed);
  const { subject, hold } = theOne(await holdsOn(deps, which));
  const { makeKey, council } = deps;
  const { at, ...value } = hold.ended_by ?? { officer, reason: which.reason, at: deps.now() };
  await deps.keepFact({ kind: 'hold-ended', subject, hold: hold.hold, at, value });
  const { about, id } = aboutOf(subject);
  await deps.publish([
    busEvent(holdOverruled, {
      id: makeKey('event', 'hold-overruled', hold.hold),
      capability: 'notices',
      council,
      time: at,
      subject: id,
      sequence: String(at),
      data: { ...about, hold: hold.hold, ended_at: iso(at) },
    }),
  ]);
  deps.record('hold-released', officer);
  const ended = { ...hold, ended_at: hold.ended_at ?? at, ended_by: { ...value, at } };
  return ok({ account_ref: which.account_ref, hold: holdView(ended) } satisfies ReleasedView);
}

function aboutOf(subject: Subject) {
  if ('account' in subject)
    return { about: { scope: 'account' as const, account_ref: subject.account }, id: subject.account };
  if ('person' in subject)
    return { about: { scope: 'person' as const, person_ref: subject.person }, id: subject.person };
  const { id } = subject.matter;
  return { about: { scope: 'claim' as const, claim_ref: id }, id };
}

/** Holds of the account or claim, and of its people, that fit, each once. */
async function holdsOn({ register, makeKey }: Deps, which: HoldNamed): Promise<Found[]> {
  const account = makeKey('account', which.account_ref);
  const person = which.person_ref === undefined ? null : makeKey('person', which.person_ref);
  const claim: MatterName = { kind: CLAIM, id: makeKey('matter', CLAIM, which.account_ref) };
  const matters = [...(await register.mattersOf({ account })), claim];
  const views = await mapInGroups(matters, (matter) => register.matter(matter));
  const found = new Map<Key, Found>();
  const add = (subject: Subject, holds: readonly Hold[]) => {
    for (const hold of holds) if (fits(hold, which)) found.set(hold.hold, { subject, hold });
  };
  for (const view of views) {
    const on: Subject = view?.matter.about.kind === CLAIM ? { matter: claim } : { account };
    if (person === null) add(on, view?.told.holds ?? []);
    for (const [key, { holds }] of view?.people ?? [])
      if (person === null || person === key) add({ person: key }, holds);
  }
  return [...found.values()];
}

const fits = (hold: Hold, { code, source, from, bill_year }: HoldNamed): boolean =>
  hold.code === code &&
  (source === undefined || hold.source === source) &&
  (from === undefined || hold.from === from) &&
  (bill_year === undefined || hold.bill_year === bill_year);

/** One that is in force, or else one that an officer ended already. */
function theOne(found: Found[]): Found {
  const inForce = found.filter(({ hold }) => hold.ended_at === null);
  const [one, ...others] = inForce.length > 0 ? inForce : found.filter(({ hold }) => hold.ended_by !== null);
  if (!one) {
    const message =
      'No system has told of such a hold on this account or claim. What the nightly file marks ends in the file.';
    throw new Refused(problem(404, 'hold-not-found', message, '/code'));
  }
  if (others.length === 0) return one;
  const each = [one, ...others].map(({ hold }) => `${hold.source} from ${hold.from}`).join('; ');
  const message = `Several holds fit: ${each}. Say which by source, from, bill_year or person_ref.`;
  throw new Refused(problem(400, 'several-holds', message, '/code'));
}
