import { describe, expect, it } from 'vitest';
import { type Bucket, bucketCapacity, takeToken } from '../../../../infra/local/notify/access/limits.ts';

/** Drains a full bucket, then asks `count` times at a rate that is `pace` times the refill; how many were admitted. */
function admittedAt(pace: number, count: number): number {
  const perMinute = 3000;
  let bucket: Bucket | undefined;
  const ask = (seconds: number) => {
    const { admitted, ...next } = takeToken(bucket, perMinute, seconds);
    bucket = next;
    return admitted;
  };
  for (let each = 0; each < bucketCapacity(perMinute); each++) ask(0);
  let admitted = 0;
  for (let each = 1; each <= count; each++) if (ask(each / (50 * pace))) admitted++;
  return admitted;
}

describe('the token bucket', () => {
  it('holds a third of a minute and one, at most a thousand', () => {
    expect([bucketCapacity(30), bucketCapacity(6), bucketCapacity(3000), bucketCapacity(12_000_000)]).toEqual([
      11, 3, 1000, 1000,
    ]);
  });

  it('admits its capacity less one at once', () => {
    let bucket: Bucket | undefined;
    const seen = Array.from({ length: 12 }, () => {
      const { admitted, ...next } = takeToken(bucket, 30, 0);
      bucket = next;
      return admitted;
    });
    expect(seen).toEqual([...Array(10).fill(true), false, false]);
  });

  // Figures measured with the real server's script are 0 of 3060, 3600 and 12000, and 2692 of 2700.
  it.each([1.02, 1.2, 4])('locks out a sender that asks at %f times its rate', (pace) => {
    expect(admittedAt(pace, Math.round(3000 * pace))).toBe(0);
  });

  it('admits nearly all at nine tenths of its rate', () => {
    expect(admittedAt(0.9, 2700)).toBeGreaterThan(2680);
  });

  it('is full again after a long pause, and not fuller', () => {
    const { tokens } = takeToken({ tokens: 0, replenishedAt: 0 }, 30, 1e9);
    expect(tokens).toBe(10);
  });
});
