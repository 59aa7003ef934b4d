import { contractOf } from '../../contracts/catalogue.ts';
import type { Deps } from '../../functions/intake/receive-events/deps.ts';
import { receiveEvents } from '../../functions/intake/receive-events/receive-events.ts';
import type { RegisterFact } from '../../functions/register/register.ts';
import { aRequest } from './http-request.ts';
import { inMemoryBus, inMemoryIntakeTable } from './intake.ts';
import { inMemoryRegister, testKey } from './register.ts';

const TYPES = [
  'council.payments.payment-received.v1',
  'council.recovery.hold-applied.v1',
  'council.recovery.hold-released.v1',
  'council.residents.opt-out-recorded.v1',
];
/** The types that revenues and benefits may send. */
export const TAKEN = [...TYPES, 'council.residents.death-recorded.v1', 'council.intake.file-imported.v1'];

/** By the register's clock and by the door's. */
const now = () => Date.parse('2026-09-29T10:00:00+01:00');

/** All that receive-events touches, in memory, and a door to post at. */
export function receivingWorld() {
  const bus = inMemoryBus();
  const register = inMemoryRegister(now);
  const facts: RegisterFact[] = [];
  const deps: Deps = {
    sources: {
      'revenues-benefits': { types: TAKEN },
      benefits: { types: TYPES },
      payments: { types: TYPES.slice(0, 1) },
      nothing: { types: [] },
    },
    tokens: async () => ({
      'revenues-benefits': 'token-of-revenues',
      benefits: 'token-of-benefits',
      payments: 'token-of-payments',
      stranger: 'token-of-stranger',
    }),
    table: inMemoryIntakeTable(),
    contractOf,
    register: {
      ...register,
      fact: async (fact) => {
        facts.push(fact);
        return register.fact(fact);
      },
    },
    publish: bus.publish,
    key: testKey,
    now,
    council: 'stockton',
  };
  type Post = { token?: string; contentType?: string; to?: Deps; remainingMs?: () => number };
  const postText = (body: string | null, { token = 'token-of-revenues', contentType, to = deps, ...more }: Post = {}) =>
    receiveEvents(
      to,
      aRequest({
        method: 'POST',
        path: '/events',
        authorization: `Bearer ${token}`,
        contentType:
          contentType ??
          (body?.startsWith('[') ? 'application/cloudevents-batch+json' : 'application/cloudevents+json'),
        body,
        ...more,
      }),
    ) as Promise<{ status: number; headers?: object; body: Body }>;
  const post = (json: unknown, options?: Post) => postText(JSON.stringify(json), options);
  return { deps, bus, facts, register, post, postText };
}
type Body = {
  error: string;
  events: {
    id: string;
    status: string;
    known?: { words: string; since: string };
    errors?: { pointer: string; message: string }[];
    ignored?: { pointer: string; message: string }[];
  }[];
};

export const payment = (id = 'e1', data: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'urn:cash',
  type: 'council.payments.payment-received.v1',
  time: '2026-09-29T09:15:00+01:00',
  data: {
    account_ref: '700412345',
    bill_year: '2026-27',
    amount_pence: 12_550,
    paid_at: '2026-09-29T00:12:00+01:00',
    ...data,
  },
});
export const hold = (id: string, data: object = {}, more: object = {}) => ({
  ...payment(id),
  type: 'council.recovery.hold-applied.v1',
  data: { scope: 'account', account_ref: '700412345', code: 'S6', from: '2026-09-29', ...data },
  ...more,
});
