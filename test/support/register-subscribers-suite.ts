import { expect } from 'vitest';
import type { CloudEvent } from '../../contracts/envelope.ts';
import type { ContactField } from '../../contracts/subscriber.ts';
import { snapshotOf } from '../../functions/intake/import-file/layouts/recovery-extract/snapshot.ts';
import { factsTold } from '../../functions/register/facts-told.ts';
import { nameForSubscriber, personOf } from '../../functions/register/for-subscriber.ts';
import type { AddCase } from './add-case.ts';
import { aDebt, aRow } from './builders.ts';
import { testKey, withDebts } from './register.ts';
import type { Made } from './register-port-suite.ts';
import { atDoor } from './told.ts';

const ALL: ContactField[] = ['first_name', 'mobile', 'email', 'postal_address'];
const changed_at = '2026-09-01T10:00:00Z';
const text = { person_ref: 'P1', channel: 'sms', to: '07700 900001', status: 'verified', changed_at };
const to = { lines: ['Flat 3, Mock Court ', '12 Sample Close'], postcode: 'ts01aa' };
const moved = { person_ref: 'P1', to, move_date: '2026-12-01', changed_at };
const link = { person_ref: 'P1', system: 'libraries', system_ref: 'LIB-7', linked_at: changed_at };
type Event = { source?: string; id?: string; time?: string; sequence?: string };

/** What every register must tell other systems of an event: names that they can read, and contact data that they may have. */
export function subscriberCases(made: () => Promise<Made>, test: AddCase): void {
  const make = async () => {
    const { read, write } = await made();
    const told = nameForSubscriber(read);
    /** Takes an event as a door does. Its fact on the bus. */
    const take = async (type: string, data: object, event: Event = {}): Promise<CloudEvent> => {
      const { refs, ...at } = atDoor(type, data, { id: `${type} ${event.sequence ?? ''}`, ...event });
      for (const fact of factsTold(at)) await write.fact(fact);
      await write.keepReferences(at.fact.id, refs);
      return at.fact;
    };
    const tell = (event: CloudEvent, fields: ContactField[] = [], name = 'libraries') => told(event, { name, fields });
    return { read, take, tell, ...withDebts({ ...read, ...write }) };
  };

  test('calls a person by their source’s reference, or by that of the newest link to the system that is told', async () => {
    const { take, tell } = await make();
    const event = await take('residents.address-changed', moved, { sequence: '10' });
    expect(await tell(event)).toEqual({
      subject: 'P1',
      data: { person_ref: 'P1', move_date: '2026-12-01', changed_at },
      disclosed: [],
    });
    await take('residents.identity-linked', { ...link, system: 'civica', system_ref: 'CIV-1' });
    expect(await tell(event)).toMatchObject({ subject: 'P1' });
    await take('residents.identity-linked', link);
    const older = { ...link, system_ref: 'LIB-6', linked_at: '2026-08-01T10:00:00Z' };
    await take('residents.identity-linked', older, { sequence: '99' });
    await take('residents.identity-linked', older, { source: 'benefits' });
    expect(await tell(event)).toMatchObject({ subject: 'LIB-7', data: { person_ref: 'LIB-7' } });
    expect(await tell(event, [], 'civica')).toMatchObject({ subject: 'CIV-1' });
    const newer = { ...link, system_ref: 'LIB-8', linked_at: '2026-09-02T10:00:00Z' };
    await take('residents.identity-linked', newer, { source: 'benefits' });
    expect(await tell(event)).toMatchObject({ subject: 'LIB-8' });
    expect(personOf(event)).toBe(testKey('person', 'P1')); // what they are called says nothing of the order
  });

  test('gives exactly the fields that a system may have, null where there is none, and says which it gave', async () => {
    const { take, tell } = await make();
    const event = await take('residents.contact-changed', { ...text, first_name: 'Zoë' }, { sequence: '1' });
    expect(await tell(event, ALL)).toEqual({
      subject: 'P1',
      data: { person_ref: 'P1', channel: 'sms', status: 'verified', changed_at },
      contact: { first_name: 'Zoë', mobile: '+447700900001', email: null, postal_address: null },
      disclosed: ['first_name', 'mobile'],
    });
    expect((await tell(event, ['email']))?.contact).toEqual({ email: null });
    await take('residents.address-changed', moved, { sequence: '2' });
    expect(await tell(event, ['postal_address'])).toMatchObject({
      contact: { postal_address: { lines: ['Flat 3, Mock Court', '12 Sample Close'], postcode: 'TS0 1AA' } },
      disclosed: ['postal_address'],
    });
    await take('residents.contact-changed', { ...text, status: 'failed' }, { sequence: '3' });
    expect((await tell(event, ['mobile']))?.contact).toEqual({ mobile: null });
  });

  test('an address that a person moves to is that of a contact by post: the highest sequence of both is in force', async () => {
    const { take, tell } = await make();
    const event = await take('residents.address-changed', moved, { sequence: '10' });
    const posted = { ...text, channel: 'post', to: { lines: ['1 Old Road', 'Norton'], postcode: 'TS0 9ZZ' } };
    await take('residents.contact-changed', posted, { sequence: '9' });
    expect(await tell(event, ['postal_address'])).toMatchObject({
      contact: { postal_address: { postcode: 'TS0 1AA' } },
    });
    await take('residents.contact-changed', posted, { sequence: '11' });
    expect(await tell(event, ['postal_address'])).toMatchObject({
      contact: { postal_address: { postcode: 'TS0 9ZZ' } },
    });
  });

  test('a first name counts by the highest sequence that told one, also where its contact came too late', async () => {
    const { take, tell } = await make();
    const named = (first_name: string, sequence: string, more: object = {}) =>
      take('residents.contact-changed', { ...text, ...more, first_name }, { sequence });
    await named('Three', '3', { channel: 'email', to: 'zoe@example.org', changed_at: '2026-09-03T10:00:00Z' });
    const event = await take('residents.contact-changed', text, { sequence: '7' });
    await named('Five', '5');
    expect((await tell(event, ['first_name', 'mobile']))?.contact).toEqual({
      first_name: 'Five',
      mobile: '+447700900001',
    });
    await named('Four', '4', { channel: 'email', to: 'zoe@example.com' });
    expect((await tell(event, ['first_name', 'email']))?.contact).toEqual({
      first_name: 'Five',
      email: 'zoe@example.com',
    });
  });

  test('ends the same in whatever order words of the same sequence come: the later time, then the greater id', async () => {
    const words: [string, Event][] = [
      ['07700 900001', { sequence: '5', id: 'a', time: '2026-09-02T10:00:00Z' }],
      ['07700 900002', { sequence: '5', id: 'b', time: '2026-09-01T10:00:00Z' }],
      ['07700 900003', { sequence: '5', id: 'c', time: '2026-09-02T10:00:00Z' }],
    ];
    const greater = [testKey('event', 'portal', 'a'), testKey('event', 'portal', 'c')].sort()[1];
    const mobile = greater === testKey('event', 'portal', 'a') ? '+447700900001' : '+447700900003';
    for (const order of [words, words.toReversed(), [words[1]!, words[0]!, words[2]!]]) {
      const { take, tell } = await make();
      let event: CloudEvent | null = null;
      for (const [number, at] of order) event = await take('residents.contact-changed', { ...text, to: number }, at);
      expect((await tell(event!, ['mobile']))?.contact).toEqual({ mobile });
    }
  });

  test('names a payment by its account, in the words of its source alone', async () => {
    const { take, tell } = await make();
    const paid = { account_ref: 'A1', bill_year: '2026-27', amount_pence: 100, paid_at: '2026-09-01' };
    const event = await take('payments.payment-received', paid);
    expect(await tell(event, ALL)).toEqual({ subject: 'A1', data: paid, disclosed: [] });
  });

  test('names everybody of a debt, each by the link to the system that is told', async () => {
    const { take, tell } = await make();
    const kept = {
      ...{ account_ref: 'A1', bill_year: '2026-27' },
      referral_on: '2026-10-01',
      person_refs: ['P2', 'P1'],
    };
    const event = await take('recovery.enforcement-planned', kept);
    await take('residents.identity-linked', link);
    expect(await tell(event, ALL)).toEqual({
      subject: 'A1',
      data: { ...kept, person_refs: ['P2', 'LIB-7'] },
      disclosed: [],
    });
  });

  test('names what Crier itself tells by the references of the matter', async () => {
    const { debt, tell } = await make();
    const one = aDebt([aRow(), aRow({ person_ref: 'P2', line: 3, liability_seq: 2 })]);
    await debt(one);
    const event = snapshotOf(one, { key: testKey, council: 'stockton' });
    expect(await tell(event)).toMatchObject({
      subject: 'A1',
      data: { account_ref: 'A1', rows: [{ person_ref: 'P1' }, { person_ref: 'P2' }] },
    });
    expect(JSON.stringify((await tell(event))?.data)).not.toMatch(/:"[\w-]{22}"/);
    const about = { kind: 'debt', matter: one.debt };
    const data = {
      ...{ notice: testKey('record', 'n'), about, address: testKey('address', 'a') },
      person_ref: testKey('person', 'P2'),
    };
    const sent = { ...event, id: 'sent', subject: undefined, type: 'council.notices.notice-sent.v1', data };
    expect(await tell(sent)).toMatchObject({
      subject: 'P2',
      data: { notice: data.notice, about: { kind: 'debt', matter: 'A1' }, person_ref: 'P2' },
    });
  });

  test('cannot name what it knows nothing of', async () => {
    const { tell } = await make();
    const { fact } = atDoor('residents.address-changed', moved);
    expect(await tell(fact, ALL)).toBeNull();
  });
}
