import { describe, expect, it } from 'vitest';
import type { Bind } from '../../infra/constructs/node-function.ts';

const NAMES = ['COUNCIL', 'EVENT_BUS'] as const;

describe('a construct', () => {
  it('does not compile without a variable that its function needs, or with a misspelt one', () => {
    const right: Bind<typeof NAMES> = () => ({ COUNCIL: 'stockton', EVENT_BUS: 'facts' });
    // @ts-expect-error EVENT_BUS is missing
    const missing: Bind<typeof NAMES> = () => ({ COUNCIL: 'stockton' });
    // @ts-expect-error EVENT_BUS is misspelt
    const misspelt: Bind<typeof NAMES> = () => ({ COUNCIL: 'stockton', EVENTBUS: 'facts' });
    // Checked by the compiler, in the types step; this only keeps the three in use.
    expect([right, missing, misspelt]).toHaveLength(3);
  });
});
