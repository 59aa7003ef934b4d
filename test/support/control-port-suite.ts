import { expect } from 'vitest';
import type { NoticeStore } from '../../functions/notices/store/ports.ts';
import { noDay } from '../../functions/notices/store/utc-day.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { AddCase } from './add-case.ts';

/** What steers sending, on whatever it rests. */
export function controlCases(make: () => Promise<Pick<NoticeStore, 'control'>>, test: AddCase): void {
  test('sets the pace only as long as it is as it was read', async () => {
    const { control } = await make();
    const following = { per_second: 45, since: 1, last_slot_at: 1, slowed_at: 0, marks: [{ at: 1, taken: 0 }] };
    const first = { per_second: 45, next_slot_at: 1, halved_at: 0, raised_at: 0, following };
    expect(await control.pace()).toBeNull();
    expect(await control.setPace(first, null)).toBe(true);
    expect(await control.setPace({ ...first, next_slot_at: 9 }, null)).toBe(false);
    expect(await control.pace()).toEqual(first);
    expect(await control.setPace({ ...first, next_slot_at: 5 }, first)).toBe(true);
    expect(await control.setPace({ ...first, per_second: 22.5, halved_at: 3 }, first)).toBe(false);
    const second = { ...first, next_slot_at: 5 };
    expect(await control.setPace({ ...second, per_second: 22.5, halved_at: 3 }, second)).toBe(true);
    expect(await control.setPace({ ...second, next_slot_at: 7 }, second)).toBe(false);
    const third = { ...second, per_second: 22.5, halved_at: 3 };
    expect(await control.pace()).toEqual(third);
    // The releaser follows the workers without giving a slot, and a sender that read before it halves the pace.
    const followed = { ...third, following: { ...following, per_second: 3, since: 8 } };
    expect(await control.setPace(followed, third)).toBe(true);
    expect(await control.setPace({ ...third, halved_at: 9 }, third)).toBe(false);
    expect(await control.pace()).toEqual(followed);
  });

  test('turns each switch on and off by itself', async () => {
    const { control } = await make();
    const stops = async () => (await control.switches()).stops.map(({ kind, by, at }) => `${kind} ${by} ${at}`).sort();
    const setUp = { kind: 'set-up', by: 'send-notices', reason: 'AuthError' } as const;
    const officer = { kind: 'officer', reason: 'wrong figures' } as const;
    expect(await control.switches()).toEqual({ stops: [], unknown: new Map(), down: null, restored: null });
    await control.lift(setUp);
    await control.stop({ ...officer, by: 'pat', at: 1 });
    await control.stop({ ...setUp, at: 2 });
    expect(await stops()).toEqual(['officer pat 1', 'set-up send-notices 2']);
    await control.stop({ ...setUp, at: 3 }); // since when it stands still counts
    await control.stop({ ...officer, by: 'sam', at: 4 }); // an officer's newest word does
    await control.stop({ kind: 'template', template: 'Soft, by text', by: 'x', at: 5, reason: 'http-418' });
    expect(await stops()).toEqual(['officer sam 4', 'set-up send-notices 2', 'template x 5']);
    await control.lift({ kind: 'officer' });
    expect(await stops()).toEqual(['set-up send-notices 2', 'template x 5']);
    await control.lift(setUp);
    await control.lift({ kind: 'template', template: 'another' });
    expect((await control.switches()).stops).toEqual([
      { kind: 'template', template: 'Soft, by text', by: 'x', at: 5, reason: 'http-418' },
    ]);
  });

  test('says since when an older state was put back, which lifts the stop of a copy and no other', async () => {
    const { control } = await make();
    const officer = { kind: 'officer', by: 'pat', at: 1, reason: 'a copy is put back' } as const;
    await control.stop(officer);
    await control.stop({ kind: 'copy', by: 'pat', at: 2, reason: 'the disk failed' });
    expect((await control.switches()).stops.map(({ kind }) => kind).sort()).toEqual(['copy', 'officer']);
    const restored = { since: 3, at: 4, by: 'pat', reason: 'the disk failed' };
    await control.restore(restored);
    expect(await control.switches()).toEqual({ stops: [officer], unknown: new Map(), down: null, restored });
    await control.restore({ ...restored, since: 2 });
    expect((await control.switches()).restored).toMatchObject({ since: 2 });
  });

  test('counts notices of one template that were refused in the same unknown words, each once', async () => {
    const { control } = await make();
    const [a, b, c] = ['a', 'b', 'c'] as Key[];
    const refused = (notice: Key, error = 'BadRequestError') => control.noteUnknown('Soft', { error, notice });
    expect(await refused(a!)).toEqual({ error: 'BadRequestError', notices: [a] });
    await refused(a!);
    const two = { error: 'BadRequestError', notices: [a!, b!] };
    expect(await refused(b!)).toEqual(two);
    expect(await refused(c!, 'http-418')).toEqual({ error: 'http-418', notices: [c] });
    await control.endUnknown('Soft', two); // read before, so it says nothing of the row that stands
    expect((await control.switches()).unknown.get('Soft')?.notices).toEqual([c]);
    await control.endUnknown('Soft', { error: 'http-418', notices: [c!] });
    expect((await control.switches()).unknown.size).toBe(0);
    await Promise.all([a!, b!, c!].map((notice) => refused(notice)));
    expect((await control.switches()).unknown.get('Soft')?.notices.toSorted()).toEqual([a, b, c]);
    await control.lift({ kind: 'template', template: 'Soft' }); // an officer has seen it
    expect((await control.switches()).unknown.size).toBe(0);
  });

  test('keeps since when no post was answered, beside the switches', async () => {
    const { control } = await make();
    const officer = { kind: 'officer', by: 'pat', at: 1, reason: 'wrong figures' } as const;
    await control.endDown();
    await control.stop(officer);
    await control.noteDown({ since: 1, last_at: 1 });
    await control.noteDown({ since: 1, last_at: 7 });
    expect(await control.switches()).toEqual({
      stops: [officer],
      unknown: new Map(),
      down: { since: 1, last_at: 7 },
      restored: null,
    });
    await control.endDown();
    expect(await control.switches()).toEqual({ stops: [officer], unknown: new Map(), down: null, restored: null });
  });

  test('keeps what is not set up yet', async () => {
    const { control } = await make();
    expect(await control.notSetUp()).toEqual([]);
    await control.setNotSetUp(['notify-api-key']);
    expect(await control.notSetUp()).toEqual(['notify-api-key']);
  });

  test('keeps what was posted and taken up on a day, of all workers that write at once', async () => {
    const { control } = await make();
    const at = Date.parse('2026-09-29T09:00:00Z');
    const message = { slot_at: at - 100, at, late: false, channel: null };
    expect(await control.day('2026-09-29')).toEqual(noDay());
    const before = await Promise.all([
      control.takeUp({ ...message, channel: 'sms' }),
      control.takeUp({ ...message, slot_at: at - 50, channel: 'sms' }),
      control.takeUp(message),
    ]);
    expect(before.toSorted()).toEqual([0, 0, 1]);
    expect(await control.takeUp({ ...message, channel: 'sms' })).toBe(2);
    expect(await control.takeUp({ ...message, slot_at: at - 9_000, at: at + 5, channel: 'email' })).toBe(0);
    expect(await control.takeUp({ ...message, slot_at: at - 8_000, late: true })).toBe(0);
    const posted = { sms: 3, email: 1, letter: 0 };
    const day = { posted, taken: 5, upto: at - 50, upto_at: at, late: at - 8_000 };
    expect(await control.day('2026-09-29')).toEqual(day);
    expect(await control.day('2026-09-30')).toEqual(noDay());
  });

  test('gives the lease to one releaser at a time', async () => {
    const { control } = await make();
    expect(await control.takeLease('a', 10, 0)).toBe(true);
    expect(await control.takeLease('b', 20, 9)).toBe(false);
    expect(await control.takeLease('a', 12, 9)).toBe(true);
    expect(await control.keepLease('a', 15)).toBe(true);
    expect(await control.keepLease('b', 99)).toBe(false);
    expect(await control.takeLease('b', 20, 13)).toBe(false);
    expect(await control.keepLease('a', 15)).toBe(true);
    expect(await control.giveBackLease('a')).toBe(false); // b asked, and is not forgotten
    expect(await control.giveBackLease('b')).toBe(true); // it has none
    expect(await control.takeLease('b', 20, 15)).toBe(true);
    expect(await control.giveBackLease('b')).toBe(true);
    expect(await control.takeLease('a', 30, 16)).toBe(true);
    // For a releaser that was refused there is one more look before the lease is free.
    expect(await control.takeLease('b', 40, 17)).toBe(false);
    expect(await control.giveBackLease('a')).toBe(false);
    expect(await control.takeLease('c', 40, 18)).toBe(false);
    expect(await control.giveBackLease('a')).toBe(false);
    expect(await control.giveBackLease('a')).toBe(true);
    expect(await control.takeLease('b', 40, 19)).toBe(true);
  });

  test('loses no releaser that asks for the lease in the moment in which it is given back', async () => {
    // Often, since it takes the wrong moment.
    for (let often = 0; often < 10; often += 1) {
      const { control } = await make();
      await control.takeLease('a', 10, 0);
      const [taken, given] = await Promise.all([control.takeLease('b', 20, 1), control.giveBackLease('a')]);
      expect(taken).toBe(given); // b has it, or a is to look once more
    }
  });
}
