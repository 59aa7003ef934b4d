import { catalogue } from '../../../contracts/catalogue.ts';
import type { Bell } from './family.ts';

/** A bell for every contract that tells of this kind of matter: the door has put its event into the register before. */
export const bellsOf = (kind: string): Bell[] =>
  catalogue.flatMap((contract) => (contract.matter?.kind === kind ? [{ contract }] : []));
