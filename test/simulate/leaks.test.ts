import { describe, expect, it } from 'vitest';
import { LEAKS } from './leaks.ts';
import { toldWithout } from './told-without.ts';

describe('sending that lets out data of residents', () => {
  it.concurrent.each(LEAKS)('is seen: $name', async ({ name, found }) => {
    const { told, complaint } = await toldWithout(name, ['sends', '--seeds', '200']);
    expect(told, complaint).toMatch(found);
  });
});
