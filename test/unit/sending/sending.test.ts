import { describe, expect, it } from 'vitest';
import type { Key } from '../../../functions/shared/ids.ts';
import { Killed, keyOf, recipientOf, sendingWorld, TUESDAY } from '../../support/sending-world.ts';

const MINUTE = 60_000;
const referenceOf = (id: string, channel: 'sms' | 'email') => `${keyOf(id)}.${channel}`;

describe('a planned notice', () => {
  it('is released, claimed, posted once and settled by its receipt', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.runFor(30_000);
    expect(await world.stateOf(id)).toBe('accepted');
    world.receipt(referenceOf('a', 'sms'), 'delivered');
    await world.runFor(MINUTE);
    expect((await world.store.get(id))?.history.map(({ state }) => state)).toEqual([
      'planned',
      'sending',
      'accepted',
      'delivered',
    ]);
    expect(world.atNotify).toHaveLength(1);
    expect(world.events.map(({ type }) => type)).toEqual([
      'council.notices.notice-sent.v1',
      'council.notices.notice-delivered.v1',
    ]);
  });

  it('posts at most as many a second as the council allows, what goes beside statutory notices first', async () => {
    const world = sendingWorld({ settings: { posts_per_second: 2 } });
    for (const n of [1, 2, 3]) await world.plan(`courtesy-${n}`, { type: 'ct.instalment.missed_soft' });
    for (const n of [1, 2, 3]) await world.plan(`cover-${n}`);
    await world.runFor(10_000);
    const sent = await Promise.all(
      world.atNotify.map(async ({ reference }) => world.store.get(reference.split('.')[0] as Key)),
    );
    expect(sent.map((each) => each?.id.split('-')[0])).toEqual([
      'cover',
      'cover',
      'cover',
      'courtesy',
      'courtesy',
      'courtesy',
    ]);
    const slots = sent.map((each) => each?.slot_at ?? 0);
    expect(slots.map((slot, i) => slot - (slots[i - 1] ?? slot))).toEqual([0, 500, 500, 500, 500, 500]);
  });

  it('goes out though the look at another fails, which fails the round and is looked at again', async () => {
    const world = sendingWorld();
    const bad = await world.plan('bad');
    for (const n of [1, 2, 3]) await world.plan(`good-${n}`);
    world.looks.set(bad, () => {
      throw new Killed();
    });
    await expect(world.round()).rejects.toThrow(Killed);
    await world.runFor(2 * MINUTE);
    expect(world.atNotify.map(({ reference }) => reference)).toEqual(
      ['good-1', 'good-2', 'good-3'].map((name) => referenceOf(name, 'sms')),
    );
    expect(await world.stateOf(bad)).toBe('planned');
    expect(new Set(world.alarms)).toEqual(new Set([`failed ${bad}`]));
    world.looks.delete(bad);
    await world.runFor(2 * MINUTE);
    expect(await world.stateOf(bad)).toBe('accepted');
  });

  it('waits with all the others where the look at each of a group fails, and goes out later', async () => {
    const world = sendingWorld();
    const ids = await Promise.all(Array.from({ length: 60 }, (_, n) => world.plan(`n${n}`)));
    for (const id of ids)
      world.looks.set(id, () => {
        throw new Killed();
      });
    await expect(world.round()).rejects.toThrow(Killed);
    expect(world.alarms.length).toBeLessThan(60); // the first group was enough to see it
    for (const id of ids) world.looks.delete(id);
    await world.runFor(4 * MINUTE);
    expect(world.atNotify).toHaveLength(60);
  });

  it('is stopped by what was in the register before the claim, with its codes, and gives its address back', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.round();
    world.looks.set(id, { kind: 'blocked', codes: ['S1', 'S8'] });
    await world.runFor(MINUTE);
    expect(world.atNotify).toHaveLength(0);
    expect(await world.store.get(id)).toMatchObject({ state: 'blocked', codes: ['S1', 'S8'] });
    expect(
      await world.store.takeAddress(keyOf('mobile-a'), { id: keyOf('other'), version: 1 }, TUESDAY + 1, world.now()),
    ).toBe(true);
  });

  it('is not stopped at release by what was so a moment ago', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    world.glances.set(id, { kind: 'blocked', codes: ['S6'] });
    await world.runFor(MINUTE);
    expect(world.atNotify).toHaveLength(1);
    expect((await world.store.get(id))?.history.map(({ state }) => state)).toEqual(['planned', 'sending', 'accepted']);
  });

  it('is stopped by what its release could not see yet', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    world.glances.set(id, { kind: 'go', recipient: recipientOf((await world.store.get(id))!) });
    world.looks.set(id, { kind: 'blocked', codes: ['S6'] });
    await world.runFor(MINUTE);
    expect(world.atNotify).toHaveLength(0);
    expect(await world.stateOf(id)).toBe('blocked');
  });

  it('goes to a new number, and tells that the old one is free before it has a slot', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    world.looks.set(id, {
      kind: 'go',
      recipient: { ...recipientOf({ ...base(), id }), address: keyOf('mobile-new') },
    });
    await world.round();
    expect(await world.store.get(id)).toMatchObject({ state: 'planned', address: keyOf('mobile-new'), release: 2 });
    expect(await world.store.addressHolder(keyOf('mobile-a'), world.now())).toBeNull();
    expect(await world.store.addressHolder(keyOf('mobile-new'), world.now())).toBe(id);
    expect(world.events.map(({ type, subject }) => [type, subject])).toEqual([
      ['council.notices.notice-made-way.v1', id],
    ]);
  });

  it('waits for the next window when the present one closes before its slot', async () => {
    const world = sendingWorld();
    const tomorrow = TUESDAY + 23.5 * 60 * MINUTE;
    const id = await world.plan('a');
    world.looks.set(id, (at) =>
      at < tomorrow
        ? { kind: 'wait', due_at: tomorrow }
        : { kind: 'go', recipient: { ...recipientOf({ ...base(), id }), address: keyOf('mobile-a') } },
    );
    await world.runFor(60 * MINUTE);
    expect(world.atNotify).toHaveLength(0);
    expect(await world.store.get(id)).toMatchObject({ state: 'planned', due_at: tomorrow });
    await world.runUntil(tomorrow + MINUTE);
    expect(world.atNotify).toHaveLength(1);
  });

  it('is not sent while an operator has stopped sending, and goes after resume', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.store.control.setStop({ by: 'officer', at: TUESDAY, reason: 'wrong wording', kind: 'operator' });
    await world.runFor(5 * MINUTE);
    expect(await world.stateOf(id)).toBe('planned');
    await world.store.control.setStop(null);
    await world.runFor(2 * MINUTE);
    expect(world.atNotify).toHaveLength(1);
  });

  it.each([
    ['shadow', []],
    ['allow-list', ['+447700900999']],
  ] as const)('is withheld at the last step in a stage that is %s', async (sending, allow_list) => {
    const world = sendingWorld({ settings: { sending, allow_list: [...allow_list] } });
    const id = await world.plan('a');
    await world.runFor(MINUTE);
    expect(await world.stateOf(id)).toBe('withheld');
    expect(world.atNotify).toHaveLength(0);
  });
});

const base = () =>
  ({
    channel: 'sms',
    variant: 'full',
    address: keyOf('mobile-a'),
    trigger_date: '2026-09-28',
    pay_by: '2026-10-04',
  }) as never as Parameters<typeof recipientOf>[0];

describe('a slot', () => {
  it('that one round has no time for is released by the next, which is called at once', async () => {
    const world = sendingWorld();
    for (let n = 10; n < 40; n += 1) {
      const id = await world.plan(`n${n}`);
      const recipient = recipientOf((await world.store.get(id))!);
      world.looks.set(id, () => {
        world.stall(2_000);
        return { kind: 'go', recipient };
      });
    }
    await world.round();
    const wake = 1;
    expect(world.queued()).toBe(23 + wake); // 23 looks took 46 of its 60 seconds, and 20 are kept in hand
  });

  it('that a worker comes to more than five seconds late is given back, and a new one is given', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.round();
    world.stall(20_000);
    await world.runFor(2 * MINUTE);
    const notice = await world.store.get(id);
    expect(notice?.history.map(({ state, reason }) => reason ?? state)).toEqual([
      'planned',
      'late-for-slot',
      'sending',
      'accepted',
    ]);
    expect(world.atNotify).toHaveLength(1);
  });

  it('whose message was lost is given again, and the old message is void', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.round();
    const first = await world.store.get(id);
    world.stall(10 * MINUTE);
    await world.runFor(2 * MINUTE);
    expect(await world.send({ notice: id, release: first?.release ?? 0, slot_at: world.now() })).toEqual({
      kind: 'stale',
    });
    expect(world.atNotify).toHaveLength(1);
  });

  it('is never given past the daily limit of the channel: the rest waits for the next UTC day', async () => {
    const world = sendingWorld({ settings: { daily_limits: { sms: 2, email: 10 } } });
    for (const n of [1, 2, 3]) await world.plan(`a${n}`);
    await world.runFor(10 * MINUTE);
    expect(world.atNotify).toHaveLength(2);
    await world.runUntil(Date.parse('2026-09-30T00:02:00Z'));
    expect(world.atNotify).toHaveLength(3);
  });
});

describe('a post', () => {
  it('that may have been stored is asked about after 35 seconds, and found: nobody posts again', async () => {
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

  it('that fails by our own set-up stops the line, and nobody falls back', async () => {
    const world = sendingWorld();
    world.answers.push(() => ({ kind: 'set-up', error: 'AuthError' }));
    const ids = [await world.plan('a'), await world.plan('b')];
    await world.runFor(5 * MINUTE);
    expect(await world.store.control.stop()).toMatchObject({ kind: 'set-up', reason: 'AuthError' });
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

  it('that never comes is asked for after a minute', async () => {
    const world = sendingWorld();
    const id = await world.plan('a');
    await world.runFor(30_000);
    world.atNotify[0]!.status = 'delivered';
    await world.runFor(3 * MINUTE);
    expect(await world.stateOf(id)).toBe('delivered');
  });
});

describe('a worker killed at any await', () => {
  it('leaves nobody with two messages, and nobody without one', async () => {
    const undisturbed = sendingWorld();
    await story(undisturbed);
    const points = undisturbed.awaits();
    expect(points).toBeGreaterThan(40);
    for (let killAtAwait = 0; killAtAwait < points; killAtAwait += 1) {
      const world = sendingWorld({ killAtAwait });
      await story(world);
      const states = await Promise.all(['a', 'b', 'c'].map((id) => world.stateOf(keyOf(id))));
      expect({ killAtAwait, states }).toEqual({ killAtAwait, states: ['delivered', 'delivered', 'blocked'] });
      expect(world.atNotify.map(({ reference }) => reference).sort()).toEqual([
        referenceOf('a', 'sms'),
        referenceOf('b', 'sms'),
      ]);
      const told = new Set(
        world.events.map(({ subject, type }) => `${subject?.replace(/-+$/, '')} ${type.split('.')[2]}`),
      );
      expect({ killAtAwait, told: [...told].sort() }).toEqual({
        killAtAwait,
        told: [
          'a notice-delivered',
          'a notice-sent',
          'b notice-delivered',
          'b notice-sent',
          'c notice-blocked',
          'c notice-made-way',
        ],
      });
      expect(
        await world.store.takeAddress(keyOf('mobile-c'), { id: keyOf('x'), version: 1 }, world.now() + 1, world.now()),
      ).toBe(true);
    }
  });
});

/** One goes through, one meets a lost answer, one is held after its release. */
async function story(world: ReturnType<typeof sendingWorld>) {
  for (const id of ['a', 'b', 'c']) await world.plan(id);
  world.looks.set(keyOf('c'), (at) =>
    at < TUESDAY + 1_500
      ? { kind: 'go', recipient: { ...recipientOf(base()), address: keyOf('mobile-c') } }
      : { kind: 'blocked', codes: ['S8'] },
  );
  world.answers.push((store) => {
    store();
    return { kind: 'uncertain', error: 'ECONNRESET' };
  });
  await world.runFor(30 * MINUTE);
  for (const { reference } of world.atNotify) world.receipt(reference, 'delivered');
  await world.runFor(30 * MINUTE);
}

describe('the week of an address', () => {
  const WEEK = 168 * 60 * MINUTE;
  const heldAt = async (world: ReturnType<typeof sendingWorld>, at: number) =>
    (await world.store.addressHolder(keyOf('mobile-a'), at)) !== null;

  it('is not taken again when the notice goes out on time', async () => {
    const world = sendingWorld();
    const taken: string[] = [];
    const { takeAddress } = world.store;
    await world.plan('a');
    world.store.takeAddress = (...asked) => {
      taken.push(asked[0]);
      return takeAddress(...asked);
    };
    await world.runFor(MINUTE);
    expect(world.atNotify).toHaveLength(1);
    expect(taken).toEqual([]);
  });

  it.each([
    ['an hour late, as it was planned first', 0],
    ['after it was given back', 1],
  ])('lasts from when the notice went out, where that is %s', async (_, refusals) => {
    const world = sendingWorld();
    for (let i = 0; i < refusals; i += 1) world.answers.push(() => ({ kind: 'rate-limited' }));
    await world.plan('a');
    if (refusals === 0) world.stall(60 * MINUTE);
    await world.runFor(5 * MINUTE);
    const notice = await world.store.get(keyOf('a'));
    const posted_at = notice?.attempts.sms?.posted_at ?? 0;
    expect(posted_at).toBeGreaterThan(TUESDAY);
    expect(await heldAt(world, posted_at + WEEK - 1)).toBe(true);
  });
});
