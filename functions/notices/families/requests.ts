import { addDays } from '../../shared/calendar/london.ts';
import { requestsTypes } from '../catalogue/requests.ts';
import type { Family } from './family.ts';
import { valuesOfRequest } from './request-values.ts';
import { askingEvent, dataOf, dayOf, type Telling, toldAsks, toldStanding, utcSecond } from './told-asks.ts';
import { bellsOf } from './told-bells.ts';

const STAGE = 'council.requests.stage-changed.v1';
const MOVED = 'council.requests.target-moved.v1';
const CLOSED = 'council.requests.request-closed.v1';

type Received = { received_at: string };
type StageChanged = { stage: string; changed_at: string };
type Target = { new_target_at: string };
type Closed = { closed_at: string };

/** News of a request is worth telling for a week. */
const NEWS_DAYS = 7;

const telling: Telling = {
  asks: {
    'council.requests.request-received.v1': (told) => {
      const { received_at } = dataOf<Received>(told);
      return [{ type: 'sr.received', occasion: 'received', last_day: addDays(dayOf(received_at), 1) }];
    },
    [STAGE]: (told) => {
      const { stage, changed_at } = dataOf<StageChanged>(told);
      return [{ type: 'sr.status.updated', occasion: stage, last_day: addDays(dayOf(changed_at), NEWS_DAYS) }];
    },
    [MOVED]: (told) => {
      const { new_target_at } = dataOf<Target>(told);
      return [{ type: 'sr.delayed', occasion: utcSecond(new_target_at), last_day: dayOf(new_target_at) }];
    },
    [CLOSED]: (told) => {
      const { closed_at } = dataOf<Closed>(told);
      return [{ type: 'sr.closed', occasion: utcSecond(closed_at), last_day: addDays(dayOf(closed_at), NEWS_DAYS) }];
    },
  },
  ended: {
    'sr.received': () => true,
    'sr.status.updated': ({ type }) => type === STAGE || type === CLOSED,
    'sr.delayed': ({ type }) => type === MOVED || type === CLOSED,
    'sr.closed': ({ type }) => type === STAGE || type === CLOSED,
  },
};

/** Service requests: what became of a bin or a street that somebody reported. */
export const requests: Family = {
  matter: 'request',
  entries: requestsTypes,
  bells: bellsOf('request'),
  asks: (view, context) => toldAsks(view, context, telling),
  stands: (notice, view) => toldStanding(notice, view, telling),
  // Nobody is chased: whoever asked is told, at the address that they left for it.
  codes: () => [],
  values: (notice, view) => {
    const event = askingEvent(notice, view, telling);
    return event ? valuesOfRequest(notice, event, view) : {};
  },
};
