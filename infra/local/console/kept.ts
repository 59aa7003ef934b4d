/**
 * Keeps what takes long to read. It is read again when it is older than a second, or than ten times as long as reading
 * it took: pages that are asked for often cost a tenth of the time at most.
 * @param time milliseconds that only go up.
 */
export function kept<T>(
  read: () => Promise<T>,
  time: () => number,
): { get(): Promise<T> /** The next who asks gets it as it is then. */; forget(): void } {
  let value: T | undefined;
  let freshUntil = Number.NEGATIVE_INFINITY;
  let reading: Promise<T> | null = null;
  const anew = async () => {
    const started = time();
    value = await read();
    freshUntil = time() + Math.max(1000, 10 * (time() - started));
    return value;
  };
  return {
    async get() {
      if (time() < freshUntil) return value as T;
      reading ??= anew().finally(() => {
        reading = null;
      });
      return reading;
    },
    forget() {
      freshUntil = Number.NEGATIVE_INFINITY;
      reading = null;
    },
  };
}
