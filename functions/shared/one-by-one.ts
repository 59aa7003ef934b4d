/**
 * Acts under a name: one at a time for each name, in the order in which they came, within this process.
 * @param act is told whether it had to wait: what its caller has read may be older than what the others did
 */
export type Alone = <Result>(name: string, act: (waited: boolean) => Promise<Result>) => Promise<Result>;

/** What one container does about one thing at a time need not be undone and done again. Other containers are kept off by conditions. */
export function oneByOne(): Alone {
  const last = new Map<string, Promise<unknown>>();
  return async (name, act) => {
    const before = last.get(name);
    const turn = Promise.allSettled([before]).then(() => act(before !== undefined));
    last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}
