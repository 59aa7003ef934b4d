import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fact } from '../functions/performance/facts/fact.ts';
import { objectsOf } from '../functions/performance/facts/objects.ts';
import { dateOf, dayNumber } from '../functions/performance/publication/periods.ts';

const LAST = dayNumber('2026-03-31');
/** Ten years, unless that left fewer facts a day than a small council has. */
const MOST_DAYS = 3_650;
const FEWEST_A_DAY = 1_000;

const SERVICES = Array.from({ length: 12 }, (_, number) => `service-${number + 1}`);
const CHANNELS = ['telephone', 'face_to_face', 'email', 'self_serve', 'sms', 'post'] as const;
const UNSENT = {
  outcome: 'expired',
  channel: null,
  reason_class: 'window',
  at: '2026-01-01T09:00:00.000Z',
  cost_pence: null,
  seconds: null,
  days_to_service: null,
  fallback: 0,
} as const;

/** How many in a hundred contacts come by each channel. */
const SHARES = [50, 15, 12, 18, 4, 1];

/**
 * Writes about so many facts as Crier keeps them: nine in ten are single contacts, the others notices and answers. The
 * same number gives the same facts.
 * @returns the days, oldest first
 */
export function writeFacts(folder: string, facts: number): string[] {
  const days = Math.min(MOST_DAYS, Math.max(1, Math.round(facts / FEWEST_A_DAY)));
  const next = random(facts);
  return Array.from({ length: days }, (_, place) => {
    const day = dateOf(LAST - days + 1 + place);
    const share = Math.floor((facts * (place + 1)) / days) - Math.floor((facts * place) / days);
    for (const { key, body } of objectsOf([coveredOn(day), ...factsOfDay(day, share, next)])) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), body);
    }
    return day;
  });
}

/** Without it nothing of the day would be known, and a release would be of nothing. */
const coveredOn = (day: string): Fact => ({
  ...{ id: `covered-${day}-12345`, day, recorded: day, area: 'E06000004' },
  ...{ measure: 'day-covered', source: 'contact-centre', service: null },
});

export function factsOfDay(day: string, many: number, next: (below: number) => number): Fact[] {
  const id = () =>
    Array.from({ length: 4 }, () => next(0x7fffffff).toString(36).padStart(6, '0'))
      .join('')
      .slice(0, 22);
  const common = () => ({ id: id(), day, recorded: day, area: 'E06000004' });
  return Array.from({ length: many }, (_, number): Fact => {
    if (number % 50 < 45) {
      const service = SERVICES[Math.min(next(SERVICES.length), next(SERVICES.length))]!;
      return { ...common(), measure: 'contact', source: 'contact-centre', service, channel: channelBy(next(100)) };
    }
    if (number % 50 < 47) {
      const service = SERVICES[next(SERVICES.length)]!;
      const score = 1 + Math.max(next(5), next(5));
      return { ...common(), measure: 'satisfaction', source: 'contact-centre', service, channel: 'telephone', score };
    }
    const outcome = number % 50 === 47 ? 'sent' : number % 50 === 48 ? 'delivered' : null;
    const notice = `${day}-${Math.floor(number / 50)}`;
    const about = { notice, notice_type: 'ct.reminder.first' };
    if (outcome === null)
      return {
        ...common(),
        measure: 'notice',
        source: 'council.notices',
        ...about,
        ...UNSENT,
      };
    const told = {
      cost_pence: outcome === 'sent' ? 2.4 : null,
      seconds: outcome === 'delivered' ? 5 + next(900) : null,
    };
    const kind = {
      channel: 'sms',
      outcome,
      days_to_service: null,
      fallback: 0,
      reason_class: null,
      at: `${day}T10:00:00.000Z`,
    } as const;
    return { ...common(), measure: 'notice', source: 'council.notices', ...about, ...kind, ...told };
  });
}

function channelBy(percent: number) {
  let sum = 0;
  for (const [place, share] of SHARES.entries()) {
    sum += share;
    if (sum > percent) return CHANNELS[place]!;
  }
  throw new Error('shares make less than a hundred');
}

/** A small generator of its own (mulberry32), so that every machine measures with the same facts. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}
