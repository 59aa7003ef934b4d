import { SMOKE_NOTICE, SMOKE_TEST } from '../../../contracts/smoke-test.ts';
import { smokeTestTypes } from '../catalogue/smoke-test.ts';
import type { Family } from './family.ts';
import { dataOf, dayOf, type Telling, toldAsks, toldStanding } from './told-asks.ts';
import { bellsOf } from './told-bells.ts';

const telling: Telling = {
  asks: {
    'council.platform.smoke-test-begun.v1': (told) => {
      const { begun_at } = dataOf<{ begun_at: string }>(told);
      return [{ type: SMOKE_NOTICE, occasion: 'begun', last_day: dayOf(begun_at) }];
    },
  },
  ended: {},
};

/** Tests of the platform: a text to whoever tests it. */
export const smokeTest: Family = {
  matter: SMOKE_TEST,
  entries: smokeTestTypes,
  bells: bellsOf(SMOKE_TEST),
  asks: (view, context) => toldAsks(view, context, telling),
  stands: (notice, view) => toldStanding(notice, view, telling),
  codes: () => [],
  values: () => ({}),
};
