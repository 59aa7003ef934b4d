import { benefits } from './benefits.ts';
import type { Family } from './family.ts';
import { recovery } from './recovery.ts';
import { requests } from './requests.ts';
import { smokeTest } from './smoke-test.ts';
import { waste } from './waste.ts';

/** The families that a council's installation has. A further family is a further file, listed here. */
export const ourFamilies: Family[] = [recovery, benefits, requests, waste, smokeTest];
