import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { matterPlace, personOf } from '../../functions/register/table.ts';
import type { AddCase } from './add-case.ts';
import { testKey } from './register.ts';
import type { Made } from './register-port-suite.ts';
import { factsOf, tellTo } from './told.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = Date.parse('2026-09-29T10:00:00Z');
const booking = { kind: 'booking', id: testKey('matter', 'booking', 'BK-1') };
const claim = { kind: 'claim', id: testKey('matter', 'claim', 'CL-1') };

/** What the table does so that nothing of an event is kept for ever, and no source can fill an item. */
export function boundsCases(
  make: () => Promise<Made & { documents: DynamoDBDocumentClient; name: string }>,
  test: AddCase,
): void {
  const start = async () => {
    const { documents, name, read, write, setClock } = await make();
    setClock(NOW);
    const item = async (place: { pk: string; sk: string }) => {
      const { Item } = await documents.send(new GetCommand({ TableName: name, Key: place, ConsistentRead: true }));
      return Item ?? {};
    };
    const daysKept = async (matter: typeof booking) =>
      Math.round(((await item(matterPlace(matter)))['expires_at'] * 1000 - NOW) / DAY_MS);
    return { documents, name, read, write, setClock, daysKept, tell: tellTo(write) };
  };
  const book = (collect_on: string) => ({
    ...{ booking_ref: 'BK-1', person_ref: 'P1', collect_on },
    booked_at: '2026-09-28T10:00:00Z',
  });

  test('a matter is kept as long as it is open for all that is known, and 90 days', async () => {
    const { tell, daysKept, setClock } = await start();
    await tell('waste.booking-cancelled', { booking_ref: 'BK-1', cancelled_at: '2026-09-01T10:00:00Z' });
    expect(await daysKept(booking)).toBe(90);
    await tell('waste.collection-booked', book('2027-01-27'));
    expect(await daysKept(booking)).toBe(210);
    setClock(NOW + DAY_MS);
    await tell(
      'waste.booking-cancelled',
      { booking_ref: 'BK-1', cancelled_at: '2026-09-02T10:00:00Z' },
      { sequence: '9999999999999' },
    );
    expect(await daysKept(booking)).toBe(210);
    await tell('waste.collection-booked', book('2099-01-01'));
    expect(await daysKept(booking)).toBe(456);
  });

  test('the oldest events of a matter make way for new ones, but not for one that was told anew meanwhile', async () => {
    const { documents, tell, read, setClock } = await start();
    const document = { key: `${'a'.repeat(190)}.pdf`, sha256: 'a'.repeat(64) };
    const decide = (n: number, event: object = {}) =>
      tell(
        'benefits.overpayment-decided',
        {
          claim_ref: 'CL-1',
          person_ref: 'P'.repeat(100),
          overpayment_ref: `${n}`.padStart(100, 'O'),
          decided_on: '2026-09-28',
          document,
        },
        event,
      );
    const known = async () =>
      ((await read.matter(claim))?.told.events ?? []).map(({ refs }) =>
        Number(refs['overpayment_ref']?.replaceAll('O', '')),
      );
    let last = 0;
    while ((await known()).length === last) {
      last += 1;
      setClock(NOW + last);
      await decide(last);
      expect(last).toBeLessThan(400);
    }
    expect(await known()).toEqual(Array.from({ length: last - 1 }, (_, i) => i + 2));
    expect(last).toBeGreaterThan(100);

    documents.middlewareStack.add(
      (next) => async (args) => {
        const { UpdateExpression = '' } = args.input as { UpdateExpression?: string };
        if (UpdateExpression.startsWith('REMOVE') && documents.middlewareStack.remove('meanwhile'))
          await decide(2, { time: '2026-09-30T09:00:00Z' });
        return next(args);
      },
      { step: 'initialize', name: 'meanwhile' },
    );
    setClock(NOW + last + 1);
    await decide(last + 1);
    documents.middlewareStack.remove('meanwhile');
    expect(await known()).toContain(2);
  });

  test('of a person’s emails the status of the twenty told last is kept', async () => {
    const { tell, read, setClock } = await start();
    const decided = {
      claim_ref: 'CL-1',
      request_ref: 'ER-1',
      scheme: 'hb',
      person_ref: 'P1',
      sent_on: '2026-09-28',
      due_by: '2026-10-30',
    };
    await tell('benefits.evidence-requested', { ...decided, document: { key: 'a.pdf', sha256: 'a'.repeat(64) } });
    for (let n = 1; n <= 21; n += 1) {
      setClock(NOW + n);
      const changed = {
        person_ref: 'P1',
        channel: 'email',
        to: `p${n}@example.org`,
        status: 'failed',
        changed_at: '2026-09-28T10:00:00Z',
      };
      await tell('residents.contact-changed', changed, { sequence: String(n) });
    }
    const person = (await read.matter(claim))!.people.get(testKey('person', 'P1'))!;
    expect(Object.keys(person.email_status)).toHaveLength(20);
    expect(person.email_status).not.toHaveProperty(testKey('address', 'p1@example.org'));
  });

  test('history has no contact data', async () => {
    const { documents, name, tell, write } = await start();
    const changed = {
      person_ref: 'P1',
      first_name: 'Marked',
      channel: 'email',
      status: 'verified',
      changed_at: '2026-09-28T10:00:00Z',
    };
    await tell('residents.contact-changed', { ...changed, to: 'marked@example.org' });
    const agreed = {
      purpose: 'hb',
      email: 'marked@example.org',
      agreed_at: '2026-09-28T10:00:00Z',
      wording_version: '2026-1',
    };
    await tell('residents.e-service-agreed', { person_ref: 'P1', ...agreed });
    const reporter = { name: 'Marked', mobile: '07700 900999' };
    const report = {
      request_ref: 'RQ-1',
      service_code: 'bin',
      service_name: 'Marked bin',
      received_at: '2026-09-28T10:00:00Z',
      reporter,
    };
    const facts = factsOf('requests.request-received', report);
    for (const fact of facts) await write.fact(fact);
    const history = async (pk: string) => {
      const asked = { ':pk': pk, ':fact': 'FACT#' };
      const KeyConditionExpression = 'pk = :pk AND begins_with(sk, :fact)';
      const query = new QueryCommand({ TableName: name, KeyConditionExpression, ExpressionAttributeValues: asked });
      return (await documents.send(query)).Items ?? [];
    };
    const ofPerson = await history(personOf(testKey('person', 'P1')));
    const ofRequest = await history(matterPlace({ kind: 'request', id: testKey('matter', 'request', 'RQ-1') }).pk);
    expect([ofPerson.length, ofRequest.length]).toEqual([4, 3]);
    expect(JSON.stringify([ofPerson, ofRequest])).not.toMatch(/marked@|Marked|900999/);
    // Who agreed to what, when and for which address.
    expect(JSON.stringify(ofPerson)).toContain('2026-1');
    expect(JSON.stringify(ofPerson)).toContain(testKey('address', 'marked@example.org'));
  });
}
