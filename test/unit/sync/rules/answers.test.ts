import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../../../functions/sync/rules/answers.ts';

const verdict = (status: number, put_off_ms: number | null = null) =>
  verdictOf({ kind: 'answered', status, put_off_ms });

describe('answers', () => {
  test('every status there may be', () => {
    const kinds = Map.groupBy(
      Array.from({ length: 900 }, (_, i) => i + 100),
      (status) => verdict(status).kind,
    );
    expect([kinds.get('delivered')?.[0], kinds.get('delivered')?.length]).toEqual([200, 100]);
    const again = kinds.get('again') ?? [];
    expect(again.filter((status) => status < 500)).toEqual([408, 429]);
    expect([again.length, again.at(-1)]).toEqual([102, 599]);
    expect(kinds.get('dead')).toEqual(expect.arrayContaining([100, 199, 301, 307, 400, 410, 499, 600]));
  });

  test('dead with the status, and Retry-After with 429 and 503 alone', () => {
    expect(verdict(410)).toEqual({ kind: 'dead', reason: 'http-410' });
    expect(verdict(307)).toEqual({ kind: 'dead', reason: 'http-307' });
    expect(verdict(429, 9)).toEqual({ kind: 'again', reason: 'http-429', put_off_ms: 9 });
    expect(verdict(503, 9)).toMatchObject({ put_off_ms: 9 });
    expect(verdict(500, 9)).toMatchObject({ put_off_ms: 0 });
    expect(verdict(503)).toMatchObject({ put_off_ms: 0 });
  });

  test('none is tried again, an address that may not be called is dead', () => {
    const none = { kind: 'none', reason: 'timeout', detail: 'endless' } as const;
    expect(verdictOf(none)).toEqual({ kind: 'again', reason: 'timeout', detail: 'endless', put_off_ms: 0 });
    expect(verdictOf({ kind: 'not-allowed' })).toEqual({ kind: 'dead', reason: 'address-not-allowed' });
  });
});
