import type { MatterEvent, MatterView } from '../../register/register.ts';
import type { Open311Settings, Service } from '../../shared/open311/settings.ts';

/** How a request stands, in mySociety's words: more than open and closed. */
export type Status = keyof typeof STATUS;

/** What everybody is told of each, in fixed words: what people write may name somebody. */
export const STATUS = {
  open: { closed: false, notes: 'We have the report.' },
  investigating: { closed: false, notes: 'We have looked at it.' },
  action_scheduled: { closed: false, notes: 'Work is booked.' },
  in_progress: { closed: false, notes: 'Work has begun.' },
  fixed: { closed: true, notes: 'The work is done.' },
  no_further_action: { closed: true, notes: 'Nothing more will be done.' },
  not_councils_responsibility: { closed: true, notes: 'It is not for the council.' },
  duplicate: { closed: true, notes: 'It was reported before.' },
  cancelled: { closed: true, notes: 'It was taken back.' },
} as const;

const STAGE_STATUS: Readonly<Record<string, Status>> = {
  assessed: 'investigating',
  booked: 'action_scheduled',
  'in-progress': 'in_progress',
};

/** Everything of a request that everybody may see. Codes, instants and a place: no words, no reference of anybody. */
export type PublicRequest = {
  /** As its source calls it, and as residents read it. */
  id: string;
  service_code: string;
  status: Status;
  /** Milliseconds since 1970. */
  requested_at: number;
  updated_at: number;
  expected_at: number | null;
  /** Whose it is instead: a code. */
  responsible: string | null;
  /** To four decimals, some ten metres; null where it is at somebody's home. */
  place: { lat: number; long: number } | null;
};

/** One word of what became of a request. */
export type PublicUpdate = { update_id: string; request: string; status: Status };

const RECEIVED = 'council.requests.request-received.v1';
const STAGE = 'council.requests.stage-changed.v1';
const MOVED = 'council.requests.target-moved.v1';
const CLOSED = 'council.requests.request-closed.v1';

type Said = {
  service_code: string;
  received_at: string;
  target_at?: string;
  new_target_at?: string;
  stage: string;
  changed_at: string;
  moved_at: string;
  outcome: string;
  closed_at: string;
  responsible?: string;
};
const said = ({ data }: MatterEvent) => data as Said;

/** When what an event tells happened, by the event itself: between sources this decides. */
const instantOf = (event: MatterEvent): number => {
  const { received_at, changed_at, moved_at, closed_at } = said(event);
  return Date.parse(closed_at ?? changed_at ?? moved_at ?? received_at);
};

const isNews = ({ type }: MatterEvent): boolean => type === STAGE || type === CLOSED;

const newestFirst = (events: readonly MatterEvent[]): MatterEvent[] =>
  events.toSorted((a, b) => instantOf(b) - instantOf(a) || (a.id < b.id ? 1 : -1));

const statusOf = (event: MatterEvent | undefined): Status => {
  if (event === undefined) return 'open';
  const { stage, outcome } = said(event);
  return event.type === CLOSED ? (outcome.replaceAll('-', '_') as Status) : (STAGE_STATUS[stage] ?? 'open');
};

type Shown = { request: PublicRequest; updates: PublicUpdate[] };

/**
 * What everybody may see of a request; null while nobody has told what it is about, and of a service that is not public.
 * The same facts give the same answer, in whatever order they came.
 */
export function publicRequest(
  { matter, told }: MatterView,
  { services }: Pick<Open311Settings, 'services'>,
): Shown | null {
  const events = newestFirst(told.events);
  const received = events.find(({ type }) => type === RECEIVED);
  const service = received && services.find(({ code }) => code === said(received).service_code);
  if (!received || !service) return null;
  const news = events.filter(isNews);
  const [last] = news;
  return {
    request: {
      id: matter.ref,
      service_code: service.code,
      status: statusOf(last),
      requested_at: Date.parse(said(received).received_at),
      updated_at: Math.max(...events.map(instantOf)),
      expected_at: targetOf(events),
      responsible: (last && said(last).responsible) ?? null,
      place: placeOf(told.words.report?.place, service),
    },
    updates: news.toReversed().map((event) => ({ update_id: event.id, request: matter.ref, status: statusOf(event) })),
  };
}

/** The newest that says by when. */
function targetOf(events: readonly MatterEvent[]): number | null {
  const saying = events.find((each) => [RECEIVED, STAGE, MOVED].includes(each.type) && targetIn(each) !== undefined);
  return saying ? Date.parse(targetIn(saying) as string) : null;
}

const targetIn = (event: MatterEvent): string | undefined => said(event).new_target_at ?? said(event).target_at;

const FOUR_DECIMALS = 10_000;
const rounded = (degrees: number): number => Math.round(degrees * FOUR_DECIMALS) / FOUR_DECIMALS;

function placeOf(
  place: { lat?: number | undefined; long?: number | undefined } | undefined,
  { at }: Service,
): PublicRequest['place'] {
  if (at === 'home' || place?.lat === undefined || place.long === undefined) return null;
  return { lat: rounded(place.lat), long: rounded(place.long) };
}
