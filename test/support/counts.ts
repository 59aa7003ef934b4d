import { type CountRecord, type CountStore, noCount } from '../../functions/notices/ledger/notify-count.ts';

/** The count of what Notify lists, in memory. */
export function inMemoryCounts(): CountStore {
  let stored: CountRecord = noCount;
  return {
    read: async () => structuredClone(stored),
    write: async (record) => {
      if (stored.version !== record.version - 1) return false;
      stored = structuredClone(record);
      return true;
    },
  };
}
