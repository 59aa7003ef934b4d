import type { CloudEvent } from '../../contracts/envelope.ts';
import type { Subscriber, Webhook } from '../../contracts/subscriber.ts';
import type { Key } from '../../functions/shared/ids.ts';

export const ADDRESS = 'council.residents.address-changed.v1';
export const CONTACT = 'council.residents.contact-changed.v1';
export const OPT_OUT = 'council.residents.opt-out-recorded.v1';

type Said = { id?: string; time?: string; person?: string; channel?: 'sms' | 'email' | 'post' };

/** A fact on the bus, by its type and its source's number. */
export function factOnBus(
  type: string,
  sequence: number,
  { id, time, person = 'A', channel = 'sms' }: Said = {},
): CloudEvent {
  const person_ref = `person-${person}-of-22-chars`.slice(0, 22).padEnd(22, '-');
  return {
    specversion: '1.0',
    id: id ?? `${type.split('.')[2]}-${channel}-${person}-${sequence}`,
    source: 'council.intake',
    type,
    time: time ?? '2026-11-28T08:00:00.000Z',
    subject: person_ref,
    sequence: String(sequence),
    datacontenttype: 'application/json',
    council: 'stockton',
    origin: 'residents-portal',
    dataclassification: 'personal',
    data: { person_ref, ...(type !== ADDRESS && { channel }) },
  };
}

export const keyOf = (event: CloudEvent): Key => event.subject as Key;

export const webhook = (name: string, more: Partial<Webhook> & Partial<Subscriber> = {}): Subscriber<Webhook> => {
  const { url = `https://${name}.example/crier`, timeout_seconds = 3, per_second = 50, ...entry } = more;
  return {
    name,
    owner: 'Team 1',
    events: [ADDRESS, CONTACT, OPT_OUT],
    fields: ['postal_address'],
    retry: { days: 3 },
    ...entry,
    transport: { kind: 'webhook', url, timeout_seconds, per_second },
  };
};
