import { describe, expect, it } from 'vitest';
import { paceFor } from '../../../../functions/notices/release-notices/pace.ts';
import { halved } from '../../../../functions/notices/steps/halve-pace.ts';
import type { Pace } from '../../../../functions/notices/store/ports.ts';
import { noDay } from '../../../../functions/notices/store/utc-day.ts';

const MINUTE = 60_000;
/** What Notify's limits allow, whatever workers keep up with. */
const paceAt = (stored: Pace | null, now: number, posts_per_second: number) =>
  paceFor(stored, { now, day: noDay(), posts_per_second }).pace;

describe('the pace that Notify allows', () => {
  it('starts at the full share', () => {
    expect(paceAt(null, 0, 45).per_second).toBe(45);
  });

  it('is halved once a minute however many limits are met, and never stops', () => {
    const full = paceAt(null, 10 * MINUTE, 45);
    const once = halved(full, 10 * MINUTE)!;
    expect(once.per_second).toBe(22.5);
    expect(halved(once, 10 * MINUTE + 59_999)).toBeNull();
    let pace = once;
    for (let minute = 11; minute < 30; minute += 1) pace = halved(pace, minute * MINUTE)!;
    expect(pace.per_second).toBe(1);
  });

  it('comes back step by step, a tenth of the full share a minute, and no further', () => {
    let pace = halved(paceAt(null, MINUTE, 40), MINUTE)!;
    const seen = [2, 3, 4, 5, 6, 7, 8].map((minute) => {
      pace = paceAt(pace, minute * MINUTE, 40);
      return pace.per_second;
    });
    expect(seen).toEqual([24, 28, 32, 36, 40, 40, 40]);
  });
});
