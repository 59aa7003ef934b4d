import { describe, expect, it } from 'vitest';
import { passingTime } from '../../infra/local/start/pass-time.ts';

const MORNING = Date.parse('2026-09-29T10:00:00+01:00');

/** A platform where something is due at each of these instants; `steps` says what is looked at as nothing under way. */
function platform({ due = [] as number[], busy = () => false, atNotify = () => true }) {
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
    atNotify,
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

  it.each([
    ['something runs', { busy: () => true }],
    ['a message at Notify moves on by itself', { atNotify: () => false }],
  ])('takes its time while %s', (_, under) => {
    const { waits, seconds } = platform({ due: [MORNING + 2_000], ...under });
    expect(waits.pass()).toBe(false);
    expect(seconds).toEqual([]);
  });
});
