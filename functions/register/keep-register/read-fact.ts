import { contractOf } from '../../../contracts/catalogue.ts';
import { envelope } from '../../../contracts/envelope.ts';
import type { RegisterFact } from '../register.ts';
import { registerFact } from '../register-fact.ts';

/**
 * Reads a CloudEvent from the bus.
 * @throws Error if it breaks its contract, or if its type is none that keep-register consumes.
 */
export function readFact(detail: unknown): RegisterFact {
  const event = envelope.parse(detail);
  const contract = contractOf(event.type);
  if (!contract?.consumers.includes('keep-register')) {
    throw new Error(`keep-register does not consume ${event.type}: its rule and the catalogue differ`);
  }
  // The event's own source is the door; whose word it is stands beside it.
  return registerFact({ ...event, data: contract.data.parse(event.data) }, event.origin ?? event.source);
}
