import { expect } from 'vitest';
import type { PublicRequest } from '../../functions/open311/public/request.ts';
import type { RequestsStore } from '../../functions/open311/store/ports.ts';
import type { AddCase } from './add-case.ts';

const at = (day: string) => Date.parse(`${day}T09:00:00Z`);
const NOW = at('2026-09-29');

export const aPublicRequest = (more: Partial<PublicRequest> = {}): PublicRequest => ({
  ...{ id: 'SR-1', service_code: 'pothole', status: 'open', requested_at: NOW, updated_at: NOW },
  ...{ expected_at: null, responsible: null, place: { lat: 54.5705, long: -1.3288 } },
  ...more,
});

const listed = async (store: RequestsStore, from: string, to: string): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { id } of store.listed({ from: at(from), to: at(to) })) ids.push(id);
  return ids;
};

/** What every store of public requests does, in memory or on DynamoDB. */
export function requestsStoreCases(open: () => Promise<RequestsStore>, test: AddCase): void {
  test('puts a request over the version that was read, and over no other', async () => {
    const store = await open();
    expect(await store.request('SR-1')).toBeNull();
    expect(await store.put(aPublicRequest(), 0, NOW)).toBe(true);
    expect(await store.put(aPublicRequest({ status: 'fixed' }), 0, NOW)).toBe(false);
    expect(await store.request('SR-1')).toEqual({ request: aPublicRequest(), version: 1 });
    expect(await store.put(aPublicRequest({ status: 'fixed' }), 1, NOW)).toBe(true);
    expect(await store.put(aPublicRequest({ status: 'in_progress' }), 1, NOW)).toBe(false);
    expect(await store.request('SR-1')).toEqual({ request: aPublicRequest({ status: 'fixed' }), version: 2 });
  });

  test('lists those of a span over months, the newest first, each where it was made by its newest word', async () => {
    const store = await open();
    const days = ['2026-07-01', '2026-08-31', '2026-09-01', '2026-09-28', '2026-10-01'];
    for (const day of days) await store.put(aPublicRequest({ id: day, requested_at: at(day) }), 0, NOW);
    expect(await listed(store, '2026-07-02', '2026-09-28')).toEqual(['2026-09-28', '2026-09-01', '2026-08-31']);
    await store.put(aPublicRequest({ id: '2026-09-28', requested_at: at('2026-07-15') }), 1, NOW);
    expect(await listed(store, '2026-07-02', '2026-09-28')).toEqual(['2026-09-01', '2026-08-31', '2026-09-28']);
    expect(await listed(store, '2026-09-15', '2026-09-30')).toEqual([]);
  });

  test('lists more than one reading takes', async () => {
    const store = await open();
    const ids = Array.from({ length: 230 }, (_, n) => `SR-${String(n).padStart(3, '0')}`);
    for (const [n, id] of ids.entries()) await store.put(aPublicRequest({ id, requested_at: NOW + n }), 0, NOW);
    expect(await listed(store, '2026-09-29', '2026-09-30')).toEqual(ids.toReversed());
  });

  test('notes an update once, as of when it was first noted, and tells them the oldest first', async () => {
    const store = await open();
    const update = (update_id: string) => ({ update_id, request: 'SR-1', status: 'fixed' as const });
    await store.note(update('b'), at('2026-09-30'));
    await store.note(update('a'), at('2026-10-01'));
    await store.note(update('b'), at('2026-10-02'));
    const span = { from: at('2026-09-30'), to: at('2026-10-02') };
    const [b, a] = [
      { ...update('b'), at: at('2026-09-30') },
      { ...update('a'), at: at('2026-10-01') },
    ];
    expect(await store.updates(span, 10)).toEqual([b, a]);
    expect(await store.updates(span, 1)).toEqual([b]);
    expect(await store.updates({ ...span, from: at('2026-09-30') + 1 }, 10)).toEqual([a]);
  });
}
