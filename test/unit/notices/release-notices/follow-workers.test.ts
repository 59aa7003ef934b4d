import { describe, expect, it } from 'vitest';
import { followWorkers, furthestSlot } from '../../../../functions/notices/release-notices/follow-workers.ts';
import { slotAfter, slotsUntil } from '../../../../functions/notices/release-notices/slots.ts';
import type { Day, Following } from '../../../../functions/notices/store/ports.ts';
import { noDay } from '../../../../functions/notices/store/utc-day.ts';

const START = 1_000_000;
const dayWith = (more: Partial<Day>): Day => ({ ...noDay(), ...more });
const at = (now: number, day: Day) => ({ now, day, most: 45, first: now + 1_000 });
const beginning = followWorkers(null, at(START, noDay()));
/** Workers that took up everything soon after its slot. */
const keptUp = (now: number, taken: number) => dayWith({ taken, upto: now - 500, upto_at: now - 200 });
const given = (following: Following, last_slot_at: number): Following => ({ ...following, last_slot_at });

describe('a pace that follows what is taken up', () => {
  it('begins at half the pace, little ahead, and is doubled when workers keep up', () => {
    expect(beginning.per_second).toBe(22.5);
    expect(furthestSlot(beginning, { now: START, day: noDay(), most: 45 }) - START).toBeLessThan(5_000);
    const later = START + 6_000;
    expect(followWorkers(given(beginning, later), at(later, keptUp(later, 100))).per_second).toBe(45);
  });

  it('does not go on far ahead of what was taken up', () => {
    const full = { ...given(beginning, START + 30_000), per_second: 45 };
    const day = dayWith({ taken: 100, upto: START + 5_000, upto_at: START + 5_100 });
    expect(furthestSlot(full, { now: START + 20_000, day, most: 45 })).toBeLessThan(START + 20_000);
  });

  it('falls to what was taken up when a message of this pace comes late, and not for one of an older pace', () => {
    const full = given({ ...beginning, per_second: 45, slowed_at: START - 1 }, START + 12_000);
    const now = START + 11_000;
    const late = dayWith({ taken: 100, upto: START + 4_000, upto_at: now, late: START + 4_000 });
    const slower = followWorkers(full, at(now, late));
    expect(slower.per_second).toBe(10);
    expect(slower.since).toBeGreaterThan(now);
    expect(followWorkers(given(slower, now + 2_000), at(now + 5_000, { ...late, taken: 150 })).per_second).toBe(10);
    expect(
      followWorkers({ ...full, since: START + 8_000 }, at(now, { ...late, upto_at: START + 4_000 })).per_second,
    ).toBe(45);
  });

  it('is raised step by step afterwards, up to the full pace', () => {
    let now = START + 20_000;
    let pace: Following = { ...given(beginning, now), per_second: 10, slowed_at: now };
    const seen = new Set<number>();
    for (let taken = 0; pace.per_second < 45; taken += 100) {
      now += 6_000;
      pace = given(followWorkers(pace, at(now, keptUp(now, taken))), now);
      seen.add(pace.per_second);
      expect(now).toBeLessThan(START + 5 * 60_000);
    }
    expect(seen.size).toBeGreaterThan(8);
  });

  it('begins anew after a pause, and lower where nothing was taken up', () => {
    const slow = { ...given(beginning, START), per_second: 4, slowed_at: START };
    const later = START + 40_000;
    expect(followWorkers(slow, at(later, dayWith({ upto: START }))).per_second).toBe(4);
    expect(followWorkers(slow, at(later, noDay())).per_second).toBe(2);
  });
});

describe('slots', () => {
  const spread = { first: START, per_second: 5, posts_per_second: 45 };

  it('lie in bunches of ten at the full pace, with gaps that bring them to the pace', () => {
    const slots = Array.from({ length: 30 }, (_, i) => slotAfter(i, spread) - START);
    expect(slots[9]).toBe(200);
    expect(slots[10]).toBe(2_000);
    expect(slots[20]).toBe(4_000);
    expect(slotsUntil(START + 2_500, spread)).toBe(20);
    expect(slotsUntil(START - 1, spread)).toBe(0);
  });

  it('are a steady stream at the full pace', () => {
    const full = { ...spread, per_second: 45 };
    const slots = Array.from({ length: 45 }, (_, i) => slotAfter(i, full));
    const gaps = slots.slice(1).map((slot, i) => slot - slots[i]!);
    expect(new Set(gaps)).toEqual(new Set([22, 23]));
  });
});
