// Joins the library to what there is, before anything reads it: loaded first by a test's own process, and by every function
// that is bundled for it.

import { catalogue } from '../../contracts/catalogue.ts';
import { ourFamilies } from '../../functions/notices/families/our-families.ts';
import { contract } from './reservation-ready.v1.ts';
import { reservations } from './reservations.ts';

catalogue.push(contract);
ourFamilies.push(reservations);
