import { beforeAll, describe, expect, it } from 'vitest';
import { LEAKS } from './leaks.ts';
import type { Told } from './run-without.ts';
import { toldWithout } from './told-without.ts';

describe('sending that lets out data of residents', () => {
  let told: Map<string, Told>;

  beforeAll(async () => {
    told = await toldWithout(LEAKS.map(({ name }) => ({ name, from: 1, seeds: 200 })));
  });

  it.each(LEAKS)('is seen: $name', ({ name, found }) => {
    const { broken, complaint } = told.get(name)!;
    expect(broken.join('\n'), complaint).toMatch(found);
  });
});
