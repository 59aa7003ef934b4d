import type { DisclosuresView, DisclosureView } from '../../../contracts/officers/disclosures.ts';
import type { Ended, Waiting } from '../rules/subject.ts';
import type { Deps } from './deps.ts';

/**
 * Who was told of a person's contact data, what of it and when: the first one first. Facts about a person are on record under
 * the person, at each subscriber.
 * @param person as a source calls them
 */
export async function disclosures({ store, systems, key }: Deps, person: string): Promise<DisclosuresView> {
  const subject = key('person', person);
  const told = await Promise.all(
    systems.map(async ({ name: subscriber }) => {
      const { waiting, ended } = await store.ofSubject({ subscriber, subject });
      // One that is on record and still waits is the same one.
      const each = new Map([...waiting, ...ended].map((one) => [one.event.id, one]));
      return [...each.values()].flatMap((one) => viewOf(subscriber, one));
    }),
  );
  const firstOf = ({ told_at }: DisclosureView) => told_at[0] ?? '';
  return { person, disclosures: told.flat().sort((a, b) => (firstOf(a) < firstOf(b) ? -1 : 1)) };
}

function viewOf(subscriber: string, { event, called, disclosed, tries }: Waiting | Ended): DisclosureView[] {
  if (disclosed.length === 0) return [];
  const told_at = tries.map((at) => new Date(at).toISOString());
  return [{ subscriber, called: called ?? null, type: event.type, event_id: event.id, fields: disclosed, told_at }];
}
