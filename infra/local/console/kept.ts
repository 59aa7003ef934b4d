const A_PAGE_WAITS_MS = 500;

/**
 * Keeps what takes long to read. It is read again when it is older than a second, or than ten times as long as reading
 * it took: pages that are asked for often cost a tenth of the time at most. What takes longer than a page may wait is
 * read again behind the page, which shows what there was: it is at most a few readings old.
 * @param time milliseconds that only go up.
 */
export function kept<T>(
  read: () => Promise<T>,
  time: () => number,
): { get(): Promise<T> /** The next page that asks gets it as it is then. */; forget(): void } {
  let value: { of: T } | undefined;
  let took = 0;
  let freshUntil = Number.NEGATIVE_INFINITY;
  let reading: Promise<T> | null = null;
  const anew = async () => {
    const started = time();
    const fresh = await read();
    value = { of: fresh };
    took = time() - started;
    freshUntil = time() + Math.max(1000, 10 * took);
    return fresh;
  };
  return {
    async get() {
      if (value && time() < freshUntil) return value.of;
      reading ??= anew().finally(() => {
        reading = null;
      });
      if (!value || took < A_PAGE_WAITS_MS) return reading;
      reading.catch(() => {}); // the next page that asks reads again, and hears of it
      return value.of;
    },
    forget() {
      value = undefined;
      reading = null;
    },
  };
}
