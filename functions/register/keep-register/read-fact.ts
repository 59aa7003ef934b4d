import { contractOf } from '../../../contracts/catalogue.ts';
import { envelope } from '../../../contracts/envelope.ts';
import type { NoticeData } from '../../../contracts/events/notices/notice.ts';
import type { Key } from '../../shared/ids.ts';
import type { RegisterFact } from '../register.ts';
import { registerFact } from '../register-fact.ts';

const DELIVERIES: Readonly<Record<string, boolean>> = {
  'council.notices.notice-delivered.v1': true,
  'council.notices.notice-failed.v1': false,
};

/**
 * Reads a CloudEvent from the bus.
 * @returns null if it says nothing that the register keeps, as of a notice that had no address
 * @throws Error if it breaks its contract, or if its type is none that keep-register consumes.
 */
export function readFact(detail: unknown): RegisterFact | null {
  const event = envelope.parse(detail);
  const contract = contractOf(event.type);
  if (!contract?.consumers.includes('keep-register')) {
    throw new Error(`keep-register does not consume ${event.type}: its rule and the catalogue differ`);
  }
  const data = contract.data.parse(event.data);
  const delivered = DELIVERIES[event.type];
  return delivered === undefined
    ? registerFact({ ...event, data }, event.source)
    : delivery(data as NoticeData, delivered);
}

const delivery = ({ address, at }: NoticeData, delivered: boolean): RegisterFact | null =>
  address === undefined
    ? null
    : { kind: 'delivery', subject: { address: address as Key }, delivered, at: Date.parse(at) };
