import type { Settings } from '../../functions/notices/rules/settings.ts';
import type { Stage, StageName } from './types.ts';

/** The stages as a council starts with them. A council's own file changes what differs. */
export const STAGES: Record<StageName, Stage> = {
  local: {
    account: null,
    region: 'eu-west-2',
    sending: 'live', // to the Notify sandbox
    allow_list: ['+447700900990'], // whoever tests: residents are told by sending live
    receipt_silence_seconds: 60,
    letter_silence_seconds: 3, // the sandbox is done with a letter in half a second
    notify_url: 'http://127.0.0.1:0', // given at synthesis
    clock_shift_ms: 0, // given at synthesis
    alarm_emails: { wake: [], today: [], note: [] },
    budget_dollars: 10,
    gather_facts_seconds: 1, // nobody at their own desk waits for longer
    silent_after_days: null,
    deliverers: {},
    fetchers: {},
    site_domain: null,
    copies: null,
    tracing: false,
    protected: false,
    log_days: 30,
  },
  test: {
    account: null,
    region: 'eu-west-2',
    sending: 'allow-list', // nobody until someone is listed
    allow_list: [],
    receipt_silence_seconds: 3600, // a phone that is off answers later; most receipts come within minutes
    letter_silence_seconds: 600, // scanned and checked by then; printed on the next working day
    notify_url: 'https://api.notifications.service.gov.uk',
    clock_shift_ms: 0,
    alarm_emails: { wake: [], today: [], note: [] },
    budget_dollars: 20,
    gather_facts_seconds: 20,
    silent_after_days: null,
    deliverers: {},
    fetchers: {},
    site_domain: null,
    copies: null,
    tracing: false,
    protected: false,
    log_days: 30,
  },
  production: {
    account: null,
    region: 'eu-west-2',
    sending: 'shadow', // a first month is compared before anyone is texted
    allow_list: [],
    receipt_silence_seconds: 3600,
    letter_silence_seconds: 600,
    notify_url: 'https://api.notifications.service.gov.uk',
    clock_shift_ms: 0,
    alarm_emails: { wake: [], today: [], note: [] },
    budget_dollars: 60,
    gather_facts_seconds: 20,
    silent_after_days: 4, // a long weekend brings no file
    deliverers: {},
    fetchers: {},
    site_domain: null,
    copies: null,
    tracing: false,
    protected: true,
    log_days: 365,
  },
};

/** What residents are asked to call on one machine: Ofcom keeps it for drama, so that nobody is rung by mistake. */
export const LOCAL_PHONE = '01632 960108';

const RESIDENTS = [
  'council.residents.identity-linked.v1',
  'council.residents.address-changed.v1',
  'council.residents.contact-changed.v1',
  'council.residents.e-service-agreed.v1',
  'council.residents.e-service-withdrawn.v1',
  'council.residents.format-chosen.v1',
  'council.residents.opt-out-recorded.v1',
  'council.residents.letter-returned.v1',
] as const;

/** What the revenues and benefits system may tell, through `POST /events`. */
const REVENUES_BENEFITS = {
  owner: 'Revenues and benefits: council tax, Housing Benefit and Council Tax Support',
  types: [
    'council.recovery.document-issued.v1',
    'council.recovery.arrangement-agreed.v1',
    'council.recovery.arrangement-missed.v1',
    'council.recovery.enforcement-planned.v1',
    'council.recovery.hold-applied.v1',
    'council.recovery.hold-released.v1',
    'council.payments.payment-received.v1',
    'council.payments.direct-debit-failed.v1',
    'council.benefits.claim-received.v1',
    'council.benefits.evidence-requested.v1',
    'council.benefits.evidence-received.v1',
    'council.benefits.decision-made.v1',
    'council.benefits.payment-suspended.v1',
    'council.benefits.overpayment-decided.v1',
    ...RESIDENTS,
    'council.residents.death-recorded.v1',
  ],
} as const;

/** What residents tell of themselves, where they sign in. That somebody has died is told by another system. */
const RESIDENTS_PORTAL = { owner: 'Digital team: the residents’ portal', types: RESIDENTS } as const;

/** What becomes of reports about bins and streets. */
const SERVICE_REQUESTS = {
  owner: 'Streets and waste: reports about bins and streets',
  types: [
    'council.requests.request-received.v1',
    'council.requests.stage-changed.v1',
    'council.requests.target-moved.v1',
    'council.requests.request-closed.v1',
  ],
} as const;

/** Collections that residents have booked. */
const WASTE_BOOKINGS = {
  owner: 'Streets and waste: booked collections',
  types: ['council.waste.collection-booked.v1', 'council.waste.booking-cancelled.v1'],
} as const;

/** What the contact centre's systems may tell, through `POST /events`. */
const CONTACT_CENTRE = {
  owner: 'Customer services: the contact centre',
  types: [
    'council.contacts.contacts-counted.v1',
    'council.contacts.contact-made.v1',
    'council.contacts.day-covered.v1',
    'council.contacts.satisfaction-answered.v1',
  ],
} as const;

/** How a council speaks to residents, until its own file says otherwise. */
export const FRONT_DESK: Pick<
  Settings,
  'opening_hours' | 'reply_sender_id' | 'switched_off' | 'services' | 'targets' | 'responsible'
> = {
  opening_hours: { opens: '08:30', shuts: '17:00' },
  reply_sender_id: null, // no text asks for a reply until there is a number that takes one
  switched_off: [],
  services: {
    'fly-tipping': 'dumped rubbish',
    graffiti: 'graffiti',
    'missed-bin': 'a missed bin',
    pothole: 'a pothole',
    'street-light': 'a street light',
    'street-cleaning': 'street cleaning',
  },
  targets: {
    'fly-tipping': { working_hours: 24, at_work: 'working-days' },
    graffiti: { working_hours: 36, at_work: 'working-days' },
    'street-cleaning': { working_hours: 48, at_work: 'working-days' },
  },
  responsible: {
    'national-highways': 'National Highways',
    'housing-association': 'the housing association',
    'water-company': 'the water company',
    'network-rail': 'Network Rail',
    landowner: 'the owner of the land',
  },
};
/** The systems that both councils have. */
export const SOURCES = {
  'revenues-benefits': REVENUES_BENEFITS,
  'residents-portal': RESIDENTS_PORTAL,
  'service-requests': SERVICE_REQUESTS,
  'waste-bookings': WASTE_BOOKINGS,
  'contact-centre': CONTACT_CENTRE,
} as const;

/** What GOV.UK Notify allows a live service, and the pace that keeps clear of its 50 requests a second. */
export const NOTIFY_LIMITS = {
  posts_per_second: 45,
  daily_limits: { sms: 250_000, email: 250_000, letter: 20_000 },
  letter_postage: 'second',
} as const;

/**
 * What GOV.UK Notify lists for one fragment of a text from April 2025, in pence without VAT. A new price counts for texts
 * that are sent from then on: what was published keeps the price of its day.
 */
export const TEXT_PRICE_PENCE = 2.4;
