// What becomes of reports about a street, and of collections that residents have booked.

import { testKey } from '../support/register.ts';
import type { Random } from './random.ts';
import type { Stop, Telling, Town } from './town.ts';

const MINUTE_MS = 60_000;

export type Teller = {
  town: Town;
  random: Random;
  tell: (telling: Telling) => unknown;
  /** Some milliseconds after the begin. */
  soon: (most?: number) => number;
  instant: (after: number) => string;
};

/** Requests and bookings of one town. */
export function servicesOf({ town, random, tell, soon, instant }: Teller) {
  function request(n: number): void {
    const request_ref = `REQ-Qz${n}`;
    const id = testKey('matter', 'request', request_ref);
    const mobile = `07700 9007${10 + n}`;
    const email = `qzreporter${n}@example.org`;
    town.matters.push({ kind: 'request', id });
    town.words.push(request_ref, mobile.replace(/^0|\s/g, ''), email, 'Qzreporter');
    const requests = (after: number, type: string, data: object, stop?: Stop) =>
      tell({
        ...{ after, source: 'service-requests', type: `council.requests.${type}.v1`, ...(stop && { stop }) },
        data: { request_ref, ...data },
      });
    const reporter = {
      name: 'Qzreporter',
      ...(random.chance(0.8) && { mobile }),
      ...(random.chance(0.7) && { email }),
    };
    const received_at = instant(-MINUTE_MS);
    const service = { service_code: 'fly-tipping', service_name: 'Qzumped rubbish' };
    town.words.push('Qzumped');
    const begin = soon(2 * MINUTE_MS);
    requests(begin, 'request-received', { ...service, received_at, reporter });
    if (random.chance(0.5)) {
      const after = begin + soon(2 * MINUTE_MS);
      requests(after, 'stage-changed', { stage: 'assessed', changed_at: instant(after) });
    }
    if (random.chance(0.3)) {
      const after = begin + soon(2 * MINUTE_MS);
      requests(after, 'target-moved', { new_target_at: '2026-10-08T16:00:00Z', moved_at: instant(after) });
    }
    const answered = begin + soon(10 * MINUTE_MS);
    if (random.chance(0.6))
      town.answers.push({ after: answered, to: mobile, word: random.pick(['STOP', 'WRONG', 'NO']) });
    if (random.chance(0.6)) {
      const after = begin + random.int(2 * MINUTE_MS + 1, 6 * MINUTE_MS);
      // To the text that says so, before or after that is delivered.
      town.answers.push({ after: after + random.int(MINUTE_MS, 5 * MINUTE_MS), to: mobile, word: 'NO' });
      const stop = { matter: id, types: /^sr\.(status\.updated|delayed|received)$/ };
      requests(after, 'request-closed', { outcome: 'fixed', closed_at: instant(after) }, stop);
    }
  }

  function booking(n: number): void {
    const { ref: person_ref } = random.pick(town.residents);
    const booking_ref = `BOOK-Qz${n}`;
    const id = testKey('matter', 'booking', booking_ref);
    town.matters.push({ kind: 'booking', id });
    town.words.push(booking_ref);
    const after = soon();
    tell({
      ...{ after, source: 'waste-bookings', type: 'council.waste.collection-booked.v1' },
      data: {
        booking_ref,
        person_ref,
        collect_on: random.pick(['2026-09-30', '2026-10-01']),
        booked_at: instant(after),
      },
    });
    if (!random.chance(0.4)) return;
    const cancelled = after + soon(5 * MINUTE_MS);
    tell({
      ...{ after: cancelled, source: 'waste-bookings', type: 'council.waste.booking-cancelled.v1' },
      ...{ data: { booking_ref, cancelled_at: instant(cancelled) }, stop: { matter: id } },
    });
  }

  return { request, booking };
}
