import { describe, expect, it } from 'vitest';
import { keyOf, recipientOf, referenceOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;

describe('a post', () => {
  it('that may have been stored is asked about after 35 seconds, and found: no worker posts again', async () => {
    const world = sendingWorld();
    world.answers.push((store) => {
      store();
      return { kind: 'uncertain', error: 'ECONNRESET' };
    });
    const id = await world.plan('a');
    await world.runFor(20_000);
    expect(await world.stateOf(id)).toBe('uncertain');
    await world.runFor(2 * MINUTE);
    expect(await world.store.get(id)).toMatchObject({ state: 'accepted', attempts: { sms: { notify_id: 'n1' } } });
    expect(world.atNotify).toHaveLength(1);
  });

  it('is announced in the order in which it went: the sequence is the version of the notice', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.runFor(MINUTE);
    const told = world.events.filter(({ subject }) => subject === id);
    const [sent] = told.filter(({ type }) => type === 'council.notices.notice-sent.v1');
    expect(Number(sent?.sequence)).toBe((await world.store.get(id))?.version);
    expect(told.every(({ sequence }) => /^\d+$/.test(sequence ?? ''))).toBe(true);
  });

  it('that was lost is asked about, not found, and sent again', async () => {
    const world = sendingWorld();
    world.answers.push(() => ({ kind: 'uncertain', error: 'http-500' }));
    const id = await world.plan('a');
    await world.runFor(3 * MINUTE);
    const notice = await world.store.get(id);
    expect(notice?.history.map(({ state }) => state)).toEqual([
      'planned',
      'sending',
      'uncertain',
      'planned',
      'sending',
      'accepted',
    ]);
    const [uncertain, again] = [notice?.history[2], notice?.history[3]];
    expect((again?.at ?? 0) - (uncertain?.at ?? 0)).toBeGreaterThan(35_000);
    expect(world.atNotify).toHaveLength(1);
  });

  it('that Notify refuses for this message goes on by email, and is exhausted where there is none', async () => {
    const world = sendingWorld();
    world.answers.push(() => ({ kind: 'refused', error: 'ValidationError' }));
    const id = await world.plan('a');
    const notice = (await world.store.get(id))!;
    world.nextLooks.set(id, {
      kind: 'go',
      recipient: recipientOf({ ...notice, channel: 'email', address: keyOf('mail-a') }),
    });
    await world.runFor(3 * MINUTE);
    expect(world.atNotify.map(({ reference }) => reference)).toEqual([referenceOf('a', 'email')]);

    const other = sendingWorld();
    other.answers.push(() => ({ kind: 'refused', error: 'ValidationError' }));
    const b = await other.plan('b');
    await other.runFor(3 * MINUTE);
    expect(await other.stateOf(b)).toBe('exhausted');
  });

  it('that fails by our own set-up stops the line, and no notice falls back', async () => {
    const world = sendingWorld();
    world.answers.push(() => ({ kind: 'set-up', error: 'AuthError' }));
    const ids = [await world.plan('a'), await world.plan('b')];
    await world.runFor(5 * MINUTE);
    expect((await world.store.control.switches()).stops).toMatchObject([{ kind: 'set-up', reason: 'AuthError' }]);
    expect(world.alarms).toContain('line-stopped');
    const states = await Promise.all(ids.map(world.stateOf));
    expect(states.filter((state) => state === 'planned').length).toBeGreaterThan(0);
    expect(states).not.toContain('exhausted');
  });

  it('that meets the rate limit waits a minute and halves the pace', async () => {
    const world = sendingWorld();
    world.answers.push(() => ({ kind: 'rate-limited' }));
    await world.plan('a');
    await world.runFor(30_000);
    expect((await world.store.control.pace())?.per_second).toBe(22.5);
    await world.round(); // another wake
    await world.runFor(20_000);
    expect(world.atNotify).toHaveLength(0);
    await world.runFor(2 * MINUTE);
    expect(world.atNotify).toHaveLength(1);
  });
});

describe('a receipt', () => {
  it('that comes before our own post returned settles the notice', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    world.answers.push((store) => {
      const { notify_id } = store();
      world.receipt(referenceOf('a', 'sms'), 'delivered');
      return { kind: 'accepted', notify_id };
    });
    await world.runFor(MINUTE);
    expect(await world.stateOf(id)).toBe('delivered');
  });

  it('that comes twice, or late in another word, changes nothing', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.runFor(30_000);
    for (const status of ['delivered', 'delivered', 'permanent-failure'])
      world.receipt(referenceOf('a', 'sms'), status);
    await world.runFor(MINUTE);
    expect((await world.store.get(id))?.history.filter(({ state }) => state === 'delivered')).toHaveLength(1);
    expect(await world.stateOf(id)).toBe('delivered');
  });

  it('of a failure sends the same notice by email, once', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    const notice = (await world.store.get(id))!;
    const byEmail = {
      kind: 'go',
      recipient: recipientOf({ ...notice, channel: 'email', address: keyOf('mail-a') }),
    } as const;
    await world.runFor(30_000);
    world.nextLooks.set(id, byEmail);
    world.looks.set(id, byEmail);
    world.receipt(referenceOf('a', 'sms'), 'permanent-failure');
    await world.runFor(MINUTE);
    world.receipt(referenceOf('a', 'email'), 'delivered');
    await world.runFor(MINUTE);
    expect(world.atNotify.map(({ reference }) => reference)).toEqual([
      referenceOf('a', 'sms'),
      referenceOf('a', 'email'),
    ]);
    expect(await world.store.get(id)).toMatchObject({
      state: 'delivered',
      attempts: { sms: { outcome: 'failed', detail: 'permanent-failure' }, email: { outcome: 'delivered' } },
    });
  });

  it('that an email could not be delivered counts against its address, once; one of a text, or of a fault, does not', async () => {
    for (const [status, counted] of [
      ['permanent-failure', 1],
      ['temporary-failure', 1],
      ['technical-failure', 0],
    ] as const) {
      const world = sendingWorld();
      const id = await world.plan('a');
      const notice = (await world.store.get(id))!;
      const recipient = recipientOf({ ...notice, channel: 'email', address: keyOf('mail-a') });
      await world.runFor(30_000);
      world.nextLooks.set(id, { kind: 'go', recipient });
      world.looks.set(id, { kind: 'go', recipient });
      world.receipt(referenceOf('a', 'sms'), 'permanent-failure');
      await world.runFor(MINUTE);
      for (let i = 0; i < 2; i += 1) world.receipt(referenceOf('a', 'email'), status);
      await world.runFor(MINUTE);
      const facts = (world.register.everything() as { facts: [string, object][] }).facts;
      const undelivered = facts.flatMap(([of, each]) => Object.keys(each).map((name) => `${of} ${name}`));
      expect(undelivered).toEqual(counted ? [`ADDRESS#${keyOf('mail-a')} u_${id}`] : []);
    }
  });

  it('that never comes is asked for after a minute', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.runFor(30_000);
    world.atNotify[0]!.status = 'delivered';
    await world.runFor(3 * MINUTE);
    expect(await world.stateOf(id)).toBe('delivered');
  });
});
