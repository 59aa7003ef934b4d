import { contract as requestReceived } from '../../contracts/events/requests/request-received.v1.ts';
import type { Subscriber, Webhook } from '../../contracts/subscriber.ts';
import type { Open311 } from '../../functions/shared/open311/settings.ts';

const STREETS = 'Streets';
const ROADS = 'Roads';
const BINS = 'Bins and recycling';

/** What can be reported to a council by Open311, until its own file says otherwise. */
const SERVICES: Open311['services'] = [
  {
    ...{ code: 'fly-tipping', description: 'Rubbish that somebody has dumped.', group: STREETS, at: 'place' },
    keywords: 'rubbish, dumped',
    attributes: [
      {
        ...{ code: 'size', datatype: 'singlevaluelist', required: false, description: 'How much is there?' },
        values: { bag: 'One bag', car: 'As much as fills a car', van: 'As much as fills a van', more: 'More' },
      },
    ],
  },
  { code: 'graffiti', description: 'Writing on walls or signs.', group: STREETS, at: 'place' },
  { code: 'street-cleaning', description: 'A street that needs sweeping.', group: STREETS, at: 'place' },
  { code: 'pothole', description: 'A hole in a road or pavement.', group: ROADS, at: 'place' },
  { code: 'street-light', description: 'A street light that is out or damaged.', group: ROADS, at: 'place' },
  { code: 'missed-bin', description: 'A bin that was not emptied on its day.', group: BINS, at: 'home' },
];

/** mySociety's status words. Not here: duplicate, since it does not say of what; and whatever else is agreed with nobody. */
const MYSOCIETY = {
  assessed: ['investigating'],
  booked: ['planned', 'action_scheduled'],
  'in-progress': ['in_progress'],
  fixed: ['fixed', 'closed'],
  'no-further-action': ['no_further_action'],
  'not-councils-responsibility': ['not_councils_responsibility'],
  cancelled: ['cancelled'],
  nothing: ['open', 'for_triage', 'internal_referral', 'unchanged', 'reopen'],
} as const;

/** Who may report: a site where people report, and the back office of streets, which says what became of a report. */
export const open311Of = (jurisdiction_id: string): Open311 => ({
  jurisdiction_id,
  services: SERVICES,
  back_offices: [], // those that have a server of their own, with `statuses` as below
  clients: [
    { name: 'fixmystreet' },
    {
      name: 'street-works',
      statuses: Object.fromEntries(Object.entries(MYSOCIETY).map(([of, all]) => [of, [...all]])),
    },
  ],
});

/** Back offices that requests are posted to, as subscribers to them: what holds of deliveries holds of these. */
function backOfficesOf({ back_offices }: Open311): Subscriber<Webhook>[] {
  return back_offices.flatMap(({ name, url, jurisdiction_id, format, takes }) => {
    if (!takes) return [];
    const { owner, fields, days, timeout_seconds, per_second, services, found_by } = takes;
    const open311 = { jurisdiction_id, format, services, found_by };
    const transport = { kind: 'webhook', url, timeout_seconds, per_second, open311 } as const;
    return [{ name, owner, fields, events: [requestReceived.type], transport, retry: { days } }];
  });
}

/**
 * All systems that a council keeps in step.
 * @throws Error where a back office has a subscriber's name
 */
export function toldOf({
  subscribers,
  open311,
}: {
  subscribers: readonly Subscriber[];
  open311: Open311;
}): readonly Subscriber[] {
  const backOffices = backOfficesOf(open311);
  const twice = backOffices.find(({ name }) => subscribers.some((each) => each.name === name));
  if (twice) throw new Error(`open311: ${twice.name} is the name of a subscriber: each needs a name of its own`);
  return [...subscribers, ...backOffices];
}

/** Systems that tell, and those that are told. One may be both: it has one owner, and tells what it may. */
export const systemsOf = (council: {
  sources: Readonly<Record<string, { types: readonly string[]; owner?: string }>>;
  subscribers: readonly Subscriber[];
  open311: Open311;
}): Record<string, { owner?: string; types?: readonly string[] }> => {
  const told = Object.fromEntries(toldOf(council).map(({ name, owner }) => [name, { owner }]));
  const tell = Object.entries(council.sources).map(([name, source]) => [name, { ...told[name], ...source }] as const);
  return { ...told, ...Object.fromEntries(tell) };
};

/** As one machine has it: what is posted goes to this machine, or nowhere. */
export const onOneMachine = (open311: Open311): Open311 => ({
  ...open311,
  back_offices: open311.back_offices.map(({ takes, ...each }) => ({
    ...each,
    ...(takes && each.url.startsWith('http:') && { takes }),
  })),
});
