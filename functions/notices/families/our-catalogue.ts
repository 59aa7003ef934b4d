import { catalogueOf } from './catalogue.ts';
import { ourFamilies } from './our-families.ts';

/** Every notice type of our families. */
export const ourCatalogue = catalogueOf(ourFamilies);
