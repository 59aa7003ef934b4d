import { matterFacts } from './matter-told.ts';
import type { RegisterFact } from './register.ts';
import { KEPT_OF_BUS } from './register-fact.ts';
import { KEPT_OF_RESIDENTS } from './resident-told.ts';
import type { Told } from './told.ts';

/**
 * What the register keeps of an event, in the order in which a door hands it over: what it needs to be understood comes before
 * what puts it in force, which is the last. None where the register has no business with it.
 */
export function factsTold(told: Told): RegisterFact[] {
  const { contract, fact, source } = told;
  if (contract.matter) return matterFacts(told, contract.matter);
  const ofResident = KEPT_OF_RESIDENTS[contract.type];
  if (ofResident) return ofResident(told);
  const kept = KEPT_OF_BUS[contract.type];
  return kept ? [kept(fact, source)] : [];
}
