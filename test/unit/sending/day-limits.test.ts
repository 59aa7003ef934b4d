import { describe, expect, it } from 'vitest';
import { roomOnDays } from '../../../functions/notices/release-notices/day-limits.ts';
import { inMemoryNoticeStore } from '../../support/notice-store.ts';

const BEFORE_MIDNIGHT = Date.parse('2026-09-29T23:59:59Z');
const MIDNIGHT = Date.parse('2026-09-30T00:00:00Z');
const text = { channel: 'sms', slot_at: BEFORE_MIDNIGHT } as const;
const email = { channel: 'email', slot_at: BEFORE_MIDNIGHT } as const;
const tomorrow = { channel: 'sms', slot_at: MIDNIGHT } as const;

function counting(daily_limits: { sms: number; email: number }) {
  const { control } = inMemoryNoticeStore();
  const counts: string[] = [];
  const countDay: typeof control.countDay = (day, channel, add) => {
    counts.push(`${day} ${channel} ${add}`);
    return control.countDay(day, channel, add);
  };
  return { counts, deps: { store: { control: { countDay } }, daily_limits } };
}

describe('the room on a day', () => {
  it('is counted once for all messages of a channel and a UTC day', async () => {
    const { counts, deps } = counting({ sms: 10, email: 10 });
    const messages = [{ ...text }, { ...email }, { ...text }, { ...tomorrow }];
    expect(await roomOnDays(deps, messages)).toEqual([true, true, true, true]);
    expect(counts.sort()).toEqual(['2026-09-29 email 1', '2026-09-29 sms 2', '2026-09-30 sms 1']);
  });

  it('goes to the first of a group, and the rest waits for the next UTC day', async () => {
    const { deps } = counting({ sms: 3, email: 0 });
    await roomOnDays(deps, [text]);
    const rooms = await roomOnDays(deps, [{ ...text }, { ...email }, { ...text }, { ...text }, { ...tomorrow }]);
    expect(rooms).toEqual([true, { again_at: MIDNIGHT }, true, { again_at: MIDNIGHT }, true]);
  });

  it('counts nothing where nothing is to go', async () => {
    const { counts, deps } = counting({ sms: 3, email: 3 });
    expect(await roomOnDays(deps, [])).toEqual([]);
    expect(counts).toEqual([]);
  });
});
