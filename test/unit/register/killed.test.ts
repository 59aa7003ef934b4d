import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerReader } from '../../../functions/register/reader.ts';
import { registerTable } from '../../../functions/register/register-table.ts';
import { REGISTER } from '../../../functions/register/table.ts';
import { dynamoDb } from '../../support/dynamodb.ts';
import { testKey } from '../../support/register.ts';
import { tellTo } from '../../support/told.ts';

// A door may die after any of its writes, and its source tells again. What is in force by then is whole, and in the end all is
// as if it had not died.

let db: Awaited<ReturnType<typeof dynamoDb>>;
beforeAll(async () => {
  db = await dynamoDb();
});
afterAll(() => db.close());

const NOW = Date.parse('2026-09-29T10:00:00Z');
const person = testKey('person', 'P1');
const claim = { kind: 'claim', id: testKey('matter', 'claim', 'CL-1') };
const request = { kind: 'request', id: testKey('matter', 'request', 'RQ-1') };
const reporter = { name: 'Sam', mobile: '07700 900001' };
const DOCUMENT = { key: 'a.pdf', sha256: 'a'.repeat(64) };
const received_at = '2026-09-28T09:00:00Z';

const REPORT = { request_ref: 'RQ-1', service_code: 'bin', service_name: 'A bin', received_at, reporter };
const SUSPENDED = {
  ...{ claim_ref: 'CL-1', person_ref: 'P1', suspension_ref: 'SU-1', suspended_on: '2026-09-28' },
  ...{ reply_by: '2026-11-02', document: DOCUMENT },
};
const CHANGED = {
  ...{ person_ref: 'P1', first_name: 'Sam', channel: 'email', to: 'sam@example.org', status: 'failed' },
  changed_at: '2026-09-28T09:00:00Z',
};

/** The register on a table of its own, whose connection dies after so many writes that went through. */
async function dyingRegister() {
  const name = await db.table(REGISTER);
  const { read, tell } = {
    read: registerReader(db.documents, name),
    tell: tellTo(registerTable(db.documents, name, () => NOW)),
  };
  const diesAfter = async (writes: number, what: () => Promise<unknown>): Promise<boolean> => {
    let done = 0;
    db.documents.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          if (done >= writes) throw new Error('killed');
          const answer = await next(args);
          if (/Put|Update|Write/.test(commandName)) done += 1;
          return answer;
        },
      { step: 'initialize', name: 'death' },
    );
    try {
      await what();
      return false;
    } catch (error) {
      if ((error as Error).message !== 'killed') throw error;
      return true;
    } finally {
      db.documents.middlewareStack.remove('death');
    }
  };
  return { read, tell, diesAfter };
}
type World = Awaited<ReturnType<typeof dyingRegister>>;

const seen = async ({ read }: World) => ({
  request: await read.matter(request),
  claim: await read.matter(claim),
  found: await read.mattersOf({ person }),
});

test.each([
  ['a report', ({ tell }: World) => tell('requests.request-received', REPORT)],
  ['a suspension', ({ tell }: World) => tell('benefits.payment-suspended', SUSPENDED)],
  ['a word on an email', ({ tell }: World) => tell('residents.contact-changed', CHANGED)],
])('%s is whole once it is in force, and once it was told again', async (_, act) => {
  const whole = await dyingRegister();
  await whole.tell('benefits.evidence-received', { claim_ref: 'CL-1', request_ref: 'ER-1', complete: true });
  await act(whole);
  const wanted = await seen(whole);
  for (let writes = 0; ; writes += 1) {
    const world = await dyingRegister();
    await world.tell('benefits.evidence-received', { claim_ref: 'CL-1', request_ref: 'ER-1', complete: true });
    const died = await world.diesAfter(writes, () => act(world));
    const now = await seen(world);
    // Who reported it is known before anybody can be asked to tell them, and a matter is found by its people before it asks.
    if (now.request?.told.events.length) expect(now.request).toEqual(wanted.request);
    if (now.claim!.told.events.length > 1) expect(now.found).toEqual([claim]);
    expect(await act(world)).toBeDefined();
    expect(await seen(world)).toEqual(wanted);
    if (!died) return expect(writes).toBeGreaterThanOrEqual(2);
  }
});
