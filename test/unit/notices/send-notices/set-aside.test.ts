import { describe, expect, it } from 'vitest';
import { endForGood, letGoOn } from '../../../../functions/notices/steps/decide-set-aside.ts';
import type { Posted } from '../../../../functions/shared/notify/notify.ts';
import { plannedNotice, recipientOf } from '../../../support/planned-notice.ts';
import { sendingWorld } from '../../../support/sending-world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const odd =
  (error = 'BadRequestError') =>
  (): Posted => ({ kind: 'unknown', error });
const templateStops = async ({ store }: ReturnType<typeof sendingWorld>) =>
  (await store.control.switches()).stops.map(({ kind, template }) => [kind, template]);

describe('words of Notify that we do not know', () => {
  it('stop that one notice for an officer to see, and no other', async () => {
    const world = sendingWorld();
    world.answers.push(odd());
    const a = await world.plan('a');
    await world.runFor(MINUTE);
    const b = await world.plan('b');
    await world.runFor(3 * MINUTE);
    expect(await world.store.get(a)).toMatchObject({
      state: 'set-aside',
      reason: 'unknown',
      detail: 'BadRequestError',
    });
    expect(await world.stateOf(b)).toBe('accepted');
    expect((await world.store.control.switches()).stops).toEqual([]);
    expect(world.alarms).toEqual(['notice-set-aside']);
  });

  it('let it go on when an officer says so, as a message that Notify never had', async () => {
    const world = sendingWorld();
    world.answers.push(odd());
    const id = await world.plan('a');
    await world.runFor(2 * MINUTE);
    const aside = (await world.store.get(id))!;
    expect(await letGoOn(world, aside, { officer: 'pat', note: 'Number seen' })).toMatchObject({ state: 'planned' });
    expect(await letGoOn(world, aside, { officer: 'sam', note: 'Me too' })).toBeNull(); // another officer was first
    await world.runFor(2 * MINUTE);
    expect(await world.stateOf(id)).toBe('accepted');
    expect((await world.store.get(id))?.history).toContainEqual(
      expect.objectContaining({ state: 'planned', by: 'pat', reason: 'officer-let-go', note: 'Number seen' }),
    );
    expect(world.atNotify).toHaveLength(1);
  });

  it('end it when an officer says so: its address is free, and it is told of', async () => {
    const world = sendingWorld();
    world.answers.push(odd());
    const id = await world.plan('a');
    await world.runFor(2 * MINUTE);
    const aside = (await world.store.get(id))!;
    await endForGood(world, aside, { officer: 'pat', note: 'Gone away' });
    await world.runFor(3 * MINUTE);
    expect(await world.store.get(id)).toMatchObject({ state: 'cancelled', reason: 'officer-ended' });
    expect(await world.store.addressHolder(aside.address, world.now())).toBeNull();
    expect(world.events.map(({ type }) => type)).toEqual([
      'council.notices.notice-cancelled.v1',
      'council.notices.notice-made-way.v1',
    ]);
    expect(world.atNotify).toHaveLength(0);
  });

  it('end it by themselves once its date to pay by has passed', async () => {
    const world = sendingWorld();
    world.answers.push(odd());
    const id = await world.plan('a');
    const days = Math.ceil((Date.parse(plannedNotice('a').last_day as string) - world.now()) / DAY);
    await world.runFor(days * DAY);
    expect(await world.stateOf(id)).toBe('set-aside');
    await world.runFor(3 * DAY);
    expect(await world.stateOf(id)).toBe('expired');
  });

  it('stop a template after three in a row, with an alarm, and let other templates and other stops be', async () => {
    const world = sendingWorld();
    world.answers.push(odd(), odd(), odd());
    for (const id of ['a', 'b', 'c', 'd', 'e']) await world.plan(id);
    const mail = await world.plan('mail', { channel: 'email' });
    await world.runFor(5 * MINUTE);
    const [stop] = (await world.store.control.switches()).stops;
    expect(stop).toMatchObject({ kind: 'template', by: 'send-notices', reason: 'BadRequestError' });
    expect(world.alarms).toContain('template-stopped');
    expect(await world.stateOf(mail)).toBe('accepted');
    const states = await Promise.all((await world.store.all()).items.map(({ id }) => world.stateOf(id)));
    expect(states.filter((state) => state === 'planned')).toHaveLength(2);
    // They do not circle while it stands, and go when it is lifted.
    const waiting = (await world.store.all()).items.filter(({ state }) => state === 'planned');
    expect(Math.max(...waiting.map(({ history }) => history.length))).toBeLessThan(4);
    await world.store.control.lift({ kind: 'template', template: stop!.template! });
    await world.runFor(20 * MINUTE);
    for (const { id } of waiting) expect(await world.stateOf(id)).toBe('accepted');
  });

  it.each([
    ['an accepted one between', [odd(), odd(), null, odd(), odd()]],
    ['other words between', [odd(), odd(), odd('http-418'), odd(), odd()]],
  ])('stop no template with %s', async (_, answers) => {
    const world = sendingWorld();
    for (const [i, answer] of answers.entries()) {
      if (answer) world.answers.push(answer);
      await world.plan(`n${i}`);
      await world.runFor(MINUTE);
    }
    expect(await templateStops(world)).toEqual([]);
    expect(world.alarms.filter((each) => each === 'notice-set-aside')).toHaveLength(answers.filter(Boolean).length);
  });

  it('count a notice once, however often it is refused', async () => {
    const world = sendingWorld();
    world.answers.push(odd(), odd(), odd());
    const id = await world.plan('a');
    for (let i = 0; i < 3; i += 1) {
      await world.runFor(2 * MINUTE);
      await letGoOn(world, (await world.store.get(id))!, { officer: 'pat', note: 'Again' });
    }
    await world.runFor(2 * MINUTE);
    expect(await templateStops(world)).toEqual([]);
    expect(await world.stateOf(id)).toBe('accepted');
  });
});

describe("Notify's own recipients for smoke tests", () => {
  it.each(['+447700900111', 'Simulate-Delivered-2@notifications.service.gov.uk'])(
    '%s ends a notice at once: Notify took it, and keeps nothing',
    async (to) => {
      const world = sendingWorld();
      world.answers.push(() => ({ kind: 'accepted', notify_id: 'nowhere' }));
      const id = await world.plan('a');
      const recipient = { ...recipientOf((await world.store.get(id))!), to };
      world.looks.set(id, { kind: 'go', recipient });
      await world.runFor(MINUTE);
      expect(await world.store.get(id)).toMatchObject({ state: 'withheld', reason: 'smoke-test', attempts: {} });
      expect(world.events).toEqual([]); // nobody was sent anything
    },
  );
});
