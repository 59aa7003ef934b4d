import type { Notice } from '../../functions/notices/notice/notice.ts';
import type { NoticeStore } from '../../functions/notices/store/ports.ts';
import type { Now } from '../../functions/shared/clock.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { copyOf } from './copy.ts';

/**
 * A store of which glances see each write a while later.
 * @param lagMs how much later, asked for each write
 */
export function laggingNotices<Store extends NoticeStore>(store: Store, now: Now, lagMs: () => number): Store {
  const versions = new Map<Key, { notice: Notice; seen_at: number }[]>();
  const writing =
    (write: (notice: Notice) => Promise<boolean>) =>
    async (notice: Notice): Promise<boolean> => {
      if (!(await write(notice))) return false;
      const written = (await store.get(notice.id)) as Notice;
      versions.set(notice.id, [...(versions.get(notice.id) ?? []), { notice: written, seen_at: now() + lagMs() }]);
      return true;
    };
  return {
    ...store,
    put: writing(store.put),
    annotate: writing(store.annotate),
    glance: async (id) => copyOf(versions.get(id)?.findLast(({ seen_at }) => seen_at <= now())?.notice ?? null),
  };
}
