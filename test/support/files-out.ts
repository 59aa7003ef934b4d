import type { Files, Settled } from '../../functions/sync/export-files/ports.ts';

/** A bucket that files go out by, in memory. It remembers all that was ever put under a name. */
export function inMemoryFiles(clock: () => number) {
  const settled = new Map<string, string>();
  const there = new Map<string, { bytes: Buffer; at: number }>();
  const puts = new Map<string, Buffer[]>();
  const files: Files = {
    putSettled: async (key, content) => void settled.set(key, JSON.stringify(content)),
    settled: async (key) => {
      const content = settled.get(key);
      return content === undefined ? null : (JSON.parse(content) as Settled);
    },
    removeSettled: async (key) => void settled.delete(key),
    put: async (subscriber, name, bytes) => {
      const key = `${subscriber}/${name}`;
      there.set(key, { bytes, at: clock() });
      puts.set(key, [...(puts.get(key) ?? []), bytes]);
    },
    unfetched: async (subscriber) =>
      [...there]
        .filter(([key]) => key.startsWith(`${subscriber}/`))
        .map(([key, { at }]) => ({ name: key.slice(subscriber.length + 1), at })),
  };
  return {
    files,
    puts,
    settled,
    names: () => [...there.keys()].sort(),
    text: (key: string) => there.get(key)?.bytes.toString() ?? '',
  };
}
