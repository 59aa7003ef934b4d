import { done, duplicate, type Outcome, stale } from '../../shared/outcome.ts';
import type { RegisterFact, Stored } from '../register.ts';
import type { Deps } from './deps.ts';

const OUTCOME: Record<Stored, Outcome> = { stored: done, already: duplicate, stale };

/**
 * Keeps in the register what was told on the bus. The doors have stored most of it before they answered; this makes sure
 * of it.
 */
export async function keepRegister({ register }: Deps, fact: RegisterFact): Promise<Outcome> {
  const { stored } = await register.fact(fact);
  return OUTCOME[stored];
}
