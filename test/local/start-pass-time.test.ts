import { describe, expect, it } from 'vitest';
import { passingTime } from '../../infra/local/start/pass-time.ts';

const MORNING = Date.parse('2026-09-29T10:00:00+01:00');

/** A platform where something is due at each of these instants, here or at Notify. */
function platform({ due = [] as number[], atNotify = [] as number[], busy = () => false, quiet = () => true }) {
  let now = MORNING;
  const seconds: number[] = [];
  const waits = passingTime({
    engine: { idle: () => !busy(), clock: { nextDueAt: () => due.find((each) => each >= now) } },
    clock: {
      now: () => now,
      moveTo(instant) {
        now = instant;
        seconds.push(Math.round((now - MORNING) / 1000));
      },
    },
    sandbox: { quiet, nextIn: () => atNotify.map((each) => each - now).find((each) => each >= 0) },
    pause: async () => {},
  });
  return { waits, seconds, now: () => now };
}

describe('time that is only waited for', () => {
  it('goes by at once to what comes due next, and by no more than a minute: what fires each minute is not passed over', async () => {
    const { waits, seconds, now } = platform({ due: [MORNING + 2_000, MORNING + 90_000] });
    await waits.until(() => now() > MORNING + 90_000);
    expect(seconds).toEqual([2, 62, 90]);
  });

  it('goes by at Notify too: a receipt that is tried again after five minutes, and a message that moves on by itself', async () => {
    const { waits, seconds, now } = platform({
      due: [MORNING + 90_000],
      atNotify: [MORNING + 3_000, MORNING + 300_000],
    });
    await waits.until(() => now() > MORNING + 300_000);
    expect(seconds).toEqual([3, 63, 90, 150, 210, 270, 300]);
  });

  it.each([
    ['something runs', { busy: () => true }],
    ['a callback of Notify is under way', { quiet: () => false }],
    ['a message is about to move on at Notify', { atNotify: [MORNING + 100] }],
  ])('takes its time while %s', (_, under) => {
    const { waits, seconds } = platform({ due: [MORNING + 2_000], ...under });
    expect(waits.pass()).toBe(false);
    expect(seconds).toEqual([]);
  });
});
