import { done, duplicate, type Outcome, stale } from '../../shared/outcome.ts';
import type { RegisterFact, Stored } from '../register.ts';
import type { Deps } from './deps.ts';

const OUTCOME: Record<Stored, Outcome> = { stored: done, already: duplicate, stale };

/**
 * Keeps in the register what was told on the bus. The doors have stored most of it before they answered; this makes sure
 * of it, and adds what only the bus tells, such as deliveries.
 * @param fact null for one that says nothing the register keeps
 */
export async function keepRegister({ register }: Deps, fact: RegisterFact | null): Promise<Outcome> {
  if (!fact) return done;
  const { stored } = await register.fact(fact);
  return OUTCOME[stored];
}
