import { expect } from 'vitest';
import type { MatterName } from '../../functions/shared/matter.ts';
import type { AddCase } from './add-case.ts';
import { aDebt, addressKey, aRow } from './builders.ts';
import { testDebt, testKey, withDebts } from './register.ts';
import type { Made } from './register-port-suite.ts';
import { tellTo } from './told.ts';

const person = testKey('person', 'P1');
const claim = { kind: 'claim', id: testKey('matter', 'claim', 'CL-1') };
const request = { kind: 'request', id: testKey('matter', 'request', 'RQ-1') };
const DOCUMENT = { key: 'a.pdf', sha256: 'a'.repeat(64) };
const DEBT = { account_ref: 'A1', bill_year: '2026-27' };

const reminder = { ...DEBT, kind: 'reminder-1', issue_date: '2026-09-28', pay_by: '2026-10-20', document: DOCUMENT };
const decision = {
  ...{ claim_ref: 'CL-1', scheme: 'hb', person_ref: 'P1', decision_ref: 'D-1', decision: 'awarded' },
  ...{ decided_on: '2026-09-28', schedule9_complete: true, document: DOCUMENT },
};
const received = {
  request_ref: 'RQ-1',
  service_code: 'graffiti',
  service_name: 'Graffiti',
  received_at: '2026-09-28T09:00:00Z',
};
const stage = (name: string) => ({ request_ref: 'RQ-1', stage: name, changed_at: '2026-09-28T10:00:00Z' });
const contact = (channel: string, to: unknown, more: object = {}) => ({
  ...{ person_ref: 'P1', channel, to, status: 'verified', changed_at: '2026-09-01T10:00:00Z' },
  ...more,
});

/** What every register must do with events of benefits, requests, bookings, documents and of residents themselves. */
export function eventCases(made: () => Promise<Made>, test: AddCase): void {
  const make = async () => {
    const { read, write, setClock } = await made();
    const view = async (name: MatterName) => {
      const found = await read.matter(name);
      if (!found) throw new Error('no such matter');
      return found;
    };
    /** A person of a claim, with all that was told of them. */
    const resident = async () => (await view(claim)).people.get(person)!;
    return { read, write, setClock, view, resident, tell: tellTo(write), ...withDebts({ ...read, ...write }) };
  };
  type World = Awaited<ReturnType<typeof make>>;
  const withClaim = async (): Promise<World> => {
    const world = await make();
    await world.tell('benefits.decision-made', decision);
    return world;
  };

  test('keeps a claim that an event tells of, with whom it names and the references of its source', async () => {
    const { tell, view, mattersOf, setClock } = await make();
    setClock(50);
    expect(await tell('benefits.decision-made', decision, { source: 'benefits', sequence: '7' })).toBe('stored');
    expect(await tell('benefits.decision-made', decision, { source: 'benefits', sequence: '7' })).toBe('already');
    const { matter, told } = await view(claim);
    expect(matter).toMatchObject({ about: claim, ref: 'CL-1', run: 'events-benefits-2026-09-29', told_at: 50 });
    expect(matter.people).toEqual([{ person, ref: 'P1', first_name: '', contacts: {} }]);
    expect(told.events).toMatchObject([
      {
        ...{ type: 'council.benefits.decision-made.v1', source: 'benefits', order: 7, stored_at: 50 },
        ...{ at: Date.parse('2026-09-29T09:00:00Z'), people: [{ person, ref: 'P1' }] },
        refs: { claim_ref: 'CL-1', decision_ref: 'D-1', person_ref: 'P1' },
        data: { claim_ref: claim.id, decision_ref: testKey('decision', 'D-1'), decision: 'awarded' },
      },
    ]);
    expect(await mattersOf({ person })).toEqual([claim]);
  });

  test('keeps every occasion, and of each the newest word of its source, by sequence or else by time', async () => {
    const { tell, view } = await make();
    const told = async (data: object, event: object) => tell('benefits.decision-made', { ...decision, ...data }, event);
    await told({}, { sequence: '5' });
    expect(await told({ schedule9_complete: false }, { sequence: '6', time: '2026-09-01T09:00:00Z' })).toBe('stored');
    expect(await told({ decided_on: '2026-09-01' }, { sequence: '4' })).toBe('stale');
    await told({ decision_ref: 'D-2' }, { time: '2026-09-29T09:00:00Z' });
    expect(await told({ decision_ref: 'D-2', decided_on: '2026-09-02' }, { time: '2026-09-28T09:00:00Z' })).toBe(
      'stale',
    );
    const events = (await view(claim)).told.events.map(({ refs, data }) => [
      refs['decision_ref'],
      data['schedule9_complete'],
      data['decided_on'],
    ]);
    expect(events.sort()).toEqual([
      ['D-1', false, '2026-09-28'],
      ['D-2', true, '2026-09-28'],
    ]);
  });

  test('keeps complete evidence beside what came of it later', async () => {
    const { tell, view } = await make();
    const evidence = (complete: boolean) => ({ claim_ref: 'CL-1', request_ref: 'ER-1', complete });
    await tell('benefits.evidence-received', evidence(true), { sequence: '1' });
    await tell('benefits.evidence-received', evidence(false), { sequence: '2' });
    const { matter, told } = await view(claim);
    expect(matter.people).toEqual([]);
    expect(told.events.map(({ data }) => data['complete']).sort()).toEqual([false, true]);
  });

  test('has a debt that events alone told of; an extract has it anew, and the events stay', async () => {
    const { tell, debt, view, mattersOf } = await make();
    await tell('recovery.document-issued', { ...reminder, person_refs: ['P1', 'P9'] });
    const name = { kind: 'debt', id: testDebt('A1', '2026-27') };
    const alone = await debt(name.id);
    expect(alone?.debt).toMatchObject({ rows: [], refused: [], bill_year: '2026-27', extracted_at: 0 });
    expect(await mattersOf({ person: testKey('person', 'P9') })).toEqual([name]);
    expect(await mattersOf({ account: testKey('account', 'A1') })).toEqual([name]);
    expect(await debt(aDebt([aRow(), aRow({ person_ref: 'P2', line: 3, liability_seq: 2 })]))).toBe('stored');
    const { matter, told } = await view(name);
    expect(matter.people.map(({ ref }) => ref)).toEqual(['P1', 'P2', 'P9']);
    expect(matter.run).toBe(aDebt().run);
    expect((await debt(name.id))?.debt.rows).toHaveLength(2);
    expect(told.events).toHaveLength(1);
    await tell('payments.direct-debit-failed', { ...DEBT, person_ref: 'P3', due_date: '2026-09-25' });
    const later = await view(name);
    expect(later.told.events.map(({ type }) => type.split('.')[2])).toEqual(['document-issued', 'direct-debit-failed']);
    expect(later.matter.run).toBe(aDebt().run);
    expect(later.matter.people.map(({ ref }) => ref)).toEqual(['P1', 'P2', 'P9', 'P3']);
  });

  test('knows who reported a request, whichever of its events came first', async () => {
    const reported = { ...received, reporter: { name: 'Sam', mobile: '07700 900001', email: 'no email' } };
    for (const first of ['stage', 'report']) {
      const { tell, view } = await make();
      if (first === 'report') await tell('requests.request-received', reported, { time: '2026-09-28T09:00:00Z' });
      await tell('requests.stage-changed', stage('booked'));
      const before = await view(request);
      expect(before.matter.people.map(({ person: key, ref }) => [key, ref])).toEqual([[request.id, '']]);
      if (first === 'stage') {
        expect(before.matter.people[0]).toMatchObject({ first_name: '', contacts: {} });
        await tell('requests.request-received', reported, { time: '2026-09-28T09:00:00Z' });
      }
      const { matter, told, addresses } = await view(request);
      expect(matter.people).toEqual([
        {
          ...{ person: request.id, ref: '', first_name: 'Sam' },
          contacts: {
            sms: { to: '+447700900001', address: addressKey('+447700900001'), verified_at: null },
            email: { to: null, verified_at: null },
          },
        },
      ]);
      expect(told.words).toEqual({ service_name: 'Graffiti' });
      expect(JSON.stringify(told.events)).not.toMatch(/Sam|900001|Graffiti/);
      expect([...addresses.keys()]).toEqual([addressKey('+447700900001')]);
    }
  });

  test('keeps the reporter that an older report named, and the newest of two', async () => {
    const { tell, view } = await make();
    await tell('requests.request-received', received, { sequence: '2' });
    const reporter = async () => (await view(request)).matter.people[0]?.contacts.sms?.to;
    expect(
      await tell('requests.request-received', { ...received, reporter: { mobile: '07700 900001' } }, { sequence: '1' }),
    ).toBe('stale');
    expect(await reporter()).toBe('+447700900001');
    await tell('requests.request-received', { ...received, reporter: { mobile: '07700 900002' } }, { sequence: '3' });
    expect(await reporter()).toBe('+447700900002');
    await tell('requests.request-received', { ...received, reporter: { mobile: '07700 900003' } }, { sequence: '2' });
    expect(await reporter()).toBe('+447700900002');
  });

  test('holds a claim, whether or not it is known yet', async () => {
    const { tell, view } = await make();
    const hold = { scope: 'claim', claim_ref: 'CL-1', code: 'S4', from: '2026-09-01' };
    await tell('recovery.hold-applied', hold, { sequence: '1' });
    await tell('benefits.decision-made', decision);
    expect((await view(claim)).told.holds).toMatchObject([{ code: 'S4', ended_at: null }]);
    await tell('recovery.hold-released', { ...hold, ended_at: '2026-09-29T09:00:00Z' }, { sequence: '2' });
    expect((await view(claim)).told.holds).toMatchObject([{ ended_at: Date.parse('2026-09-29T09:00:00Z') }]);
  });

  test('between sources the instant of a word decides, within one its order', async () => {
    const { tell, resident } = await withClaim();
    const word = (mobile: string, on: string, event: object) =>
      tell('residents.contact-changed', contact('sms', mobile, { changed_at: `${on}T10:00:00Z` }), event);
    const mobile = async () => (await resident()).contacts.sms?.to;
    await word('07700 900001', '2026-08-01', { source: 'portal', sequence: '900' });
    await word('07700 900002', '2026-08-02', { source: 'benefits', sequence: '1' });
    expect(await mobile()).toBe('+447700900002');
    // Its source knows better which of its words is the newer one.
    await word('07700 900003', '2026-07-01', { source: 'benefits', sequence: '2' });
    expect(await mobile()).toBe('+447700900001');
    await word('07700 900004', '2026-08-03', { source: 'portal', sequence: '899' });
    expect(await mobile()).toBe('+447700900001');
  });

  test('has no address after a word that it failed or is another person’s, and knows which was meant', async () => {
    const { tell, resident } = await withClaim();
    const mail = addressKey('sam@example.org');
    const word = (status: string, to: string, sequence: string) =>
      tell('residents.contact-changed', contact('email', to, { status }), { sequence });
    await word('failed', 'sam@EXAMPLE.org', '1');
    expect((await resident()).contacts.email).toEqual({
      ...{ to: null, speaks_of: mail, status: 'failed', told_on: '2026-09-01' },
      changed_at: Date.parse('2026-09-01T10:00:00Z'),
    });
    expect((await resident()).email_status).toEqual({ [mail]: 'failed' });
    await word('wrong-person', 'other@example.org', '2');
    await word('unverified', 'sam@example.org', '3');
    expect((await resident()).contacts.email).toMatchObject({ to: 'sam@example.org', address: mail, speaks_of: mail });
    expect((await resident()).email_status).toEqual({
      [mail]: 'unverified',
      [addressKey('other@example.org')]: 'wrong-person',
    });
    await word('verified', 'no email', '4');
    expect((await resident()).contacts.email).toMatchObject({ to: null, status: 'verified', speaks_of: null });
  });

  test('has a postal address in one text, and first names until another is told', async () => {
    const { tell, resident } = await withClaim();
    const post = { lines: ['1 Specimen Road', ' Norton '], postcode: ' ts0 1a a' };
    await tell('residents.contact-changed', contact('post', post, { first_name: 'Sam' }), { sequence: '1' });
    await tell('residents.contact-changed', contact('post', post), { sequence: '2' });
    const to = '1 Specimen Road, Norton, TS0 1AA';
    expect(await resident()).toMatchObject({ first_name: 'Sam', contacts: { post: { to, address: addressKey(to) } } });
    const changed_at = '2026-09-02T10:00:00Z';
    await tell('residents.contact-changed', contact('sms', '07700 900001', { first_name: 'Samira', changed_at }));
    expect((await resident()).first_name).toBe('Samira');
  });

  test('keeps the newest agreement for a purpose beside a newer withdrawal, whoever told them', async () => {
    const { tell, resident } = await withClaim();
    const agree = (email: string, on: string, event: object) => {
      const wording_version = '2026-1';
      const data = { person_ref: 'P1', purpose: 'hb', email, agreed_at: `${on}T10:00:00Z`, wording_version };
      return tell('residents.e-service-agreed', data, event);
    };
    const withdraw = (on: string, event: object) =>
      tell('residents.e-service-withdrawn', { person_ref: 'P1', purpose: 'hb', received_at: `${on}T10:00:00Z` }, event);
    const consent = async () => {
      const { agreed, withdrawn_at } = (await resident()).consents.hb!;
      return [agreed?.to, withdrawn_at && new Date(withdrawn_at).toISOString().slice(5, 10)];
    };
    expect((await resident()).consents).toEqual({});
    await withdraw('2026-08-05', { source: 'benefits', sequence: '9' });
    expect(await consent()).toEqual([undefined, '08-05']);
    await agree('one@example.org', '2026-08-01', { source: 'portal', sequence: '10' });
    expect(await consent()).toEqual(['one@example.org', '08-05']);
    await agree('two@example.org', '2026-08-06', { source: 'portal', sequence: '11' });
    expect(await consent()).toEqual(['two@example.org', null]);
    await withdraw('2026-08-07', { source: 'portal', sequence: '12' });
    expect(await consent()).toEqual(['two@example.org', '08-07']);
    await agree('late@example.org', '2026-08-08', { source: 'portal', sequence: '9' });
    expect(await consent()).toEqual(['two@example.org', '08-07']);
    expect((await resident()).consents.hb?.agreed).toMatchObject({
      ...{ address: addressKey('two@example.org'), wording_version: '2026-1' },
      agreed_at: Date.parse('2026-08-06T10:00:00Z'),
    });
    expect((await resident()).consents.cts).toBeUndefined();
  });

  test('takes an agreement and a withdrawal of one instant for withdrawn', async () => {
    for (const order of [
      ['agreed', 'withdrawn'],
      ['withdrawn', 'agreed'],
    ]) {
      const { tell, resident } = await withClaim();
      const at = '2026-08-01T10:00:00Z';
      for (const word of order) {
        const data =
          word === 'agreed' ? { email: 'a@example.org', agreed_at: at, wording_version: '1' } : { received_at: at };
        await tell(`residents.e-service-${word}`, { person_ref: 'P1', purpose: 'cts', ...data });
      }
      expect((await resident()).consents.cts?.withdrawn_at).toBe(Date.parse(at));
    }
  });

  test('keeps the format and language that were chosen last', async () => {
    const { tell, resident } = await withClaim();
    const chosen = (format: string, language: string, on: string, source: string) =>
      tell('residents.format-chosen', { person_ref: 'P1', format, language, chosen_at: `${on}T10:00:00Z` }, { source });
    expect((await resident()).format).toBeNull();
    await chosen('braille', 'en', '2026-08-02', 'portal');
    await chosen('standard', 'cy', '2026-08-01', 'benefits');
    expect((await resident()).format).toEqual({ format: 'braille', language: 'en' });
  });

  test('counts the emails that an agreed address did not take, each message once', async () => {
    const { tell, view, write, setClock } = await withClaim();
    const mail = addressKey('sam@example.org');
    const agreed_at = '2026-08-01T10:00:00Z';
    const agreed = { person_ref: 'P1', purpose: 'hb', email: 'sam@example.org', agreed_at, wording_version: '1' };
    await tell('residents.e-service-agreed', agreed);
    const undelivered = async () => (await view(claim)).addresses.get(mail)?.undelivered;
    expect(await undelivered()).toEqual([]);
    for (const [notice, at] of [
      ['a', 1],
      ['b', 2],
      ['b', 2],
    ] as const) {
      setClock(at * 10);
      await write.fact({ kind: 'undelivered', subject: { address: mail }, notice: testKey('record', notice), at });
    }
    expect(await undelivered()).toEqual([
      { at: 2, stored_at: 20 },
      { at: 1, stored_at: 10 },
    ]);
  });
}
