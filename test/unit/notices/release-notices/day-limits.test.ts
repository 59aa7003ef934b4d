import { describe, expect, it } from 'vitest';
import { afterTheDay } from '../../../../functions/notices/release-notices/day-limits.ts';
import { dayWith, noDay } from '../../../../functions/notices/store/utc-day.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const BEFORE_MIDNIGHT = Date.parse('2026-09-29T23:59:59Z');
const MIDNIGHT = Date.parse('2026-09-30T00:00:00Z');
const daily_limits = { sms: 3, email: 10, letter: 2 };
const day = { ...noDay(), posted: { sms: 3, email: 3, letter: 2 } };

describe('the limit of a day', () => {
  it('is a matter of what was posted on the channel on the UTC day of the slot', () => {
    const when = { now: BEFORE_MIDNIGHT, day, daily_limits };
    expect(afterTheDay({ channel: 'sms', slot_at: BEFORE_MIDNIGHT }, when)).toBe(MIDNIGHT);
    expect(afterTheDay({ channel: 'email', slot_at: BEFORE_MIDNIGHT }, when)).toBeNull();
    expect(afterTheDay({ channel: 'letter', slot_at: BEFORE_MIDNIGHT }, when)).toBe(MIDNIGHT);
    expect(afterTheDay({ channel: 'sms', slot_at: MIDNIGHT }, when)).toBeNull();
  });

  it('says of each message how many were posted before it, and leaves out what was not posted', () => {
    const message = { slot_at: 1, at: 2, late: false };
    const { day: after, before } = dayWith(day, [
      { ...message, channel: 'sms' },
      { ...message, channel: null },
      { ...message, channel: 'sms' },
      { ...message, channel: 'email' },
      { ...message, channel: 'letter' },
      { ...message, channel: null, late: true, slot_at: 9 },
    ]);
    expect(before).toEqual([3, 0, 4, 3, 2, 0]);
    expect(after).toEqual({ posted: { sms: 5, email: 4, letter: 3 }, taken: 5, upto: 9, upto_at: 2, late: 9 });
  });

  it('is not used up by notices that are released again and again and never posted', async () => {
    const world = sendingWorld({ settings: { daily_limits: { sms: 1, email: 1, letter: 1 } } });
    const id = await world.plan('a');
    for (let often = 0; often < 5; often += 1) {
      const notice = await world.store.get(id);
      await world.send({ notice: id, times_planned: notice!.times_planned, slot_at: world.now() - 6_000 }); // late for its slot
    }
    await world.runFor(10_000);
    expect(world.atNotify).toHaveLength(1);
  });
});
