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
