import type { Noted, RequestsStore, Stored } from '../../functions/open311/store/ports.ts';
import { copyOf } from './copy.ts';

/** What everybody may see of requests, in memory. It passes the same suite as the table (requests-store-port-suite.ts). */
export function inMemoryRequestsStore(): RequestsStore & { everything: () => unknown } {
  const requests = new Map<string, Stored>();
  const noted = new Map<string, Noted>();
  const oldestFirst = () => [...noted.values()].sort((a, b) => a.at - b.at || (a.update_id < b.update_id ? -1 : 1));
  return {
    request: async (id) => copyOf(requests.get(id) ?? null),
    put: async (request, before) => {
      if ((requests.get(request.id)?.version ?? 0) !== before) return false;
      requests.set(request.id, copyOf({ request, version: before + 1 }));
      return true;
    },
    note: async (update, at) => {
      if (!noted.has(update.update_id)) noted.set(update.update_id, { ...update, at });
    },
    async *listed({ from, to }) {
      const all = [...requests.values()].map(({ request }) => request);
      yield* copyOf(
        all
          .filter(({ requested_at }) => requested_at >= from && requested_at <= to)
          .sort((a, b) => b.requested_at - a.requested_at),
      );
    },
    updates: async ({ from, to }, most) =>
      copyOf(oldestFirst().filter(({ at }) => at >= from && at <= to)).slice(0, most),
    everything: () => copyOf({ requests: [...requests.values()].map(({ request }) => request), noted: oldestFirst() }),
  };
}
