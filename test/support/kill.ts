/** What a killed worker's await never comes back with. */
export class Killed extends Error {}

/**
 * Wraps ports so that the process "dies" around one of their calls, counted from 0 over all of them: `before` it has had
 * its effect, or `after`. From then on nothing has an effect any more.
 */
export function killing<Ports extends Record<string, unknown>>(
  ports: Ports,
  at: number,
  when: 'before' | 'after',
): Ports & { calls: () => number } {
  let calls = 0;
  const wrap = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return async (...args: unknown[]) => {
        const call = calls;
        calls += 1;
        if (call > at || (call === at && when === 'before')) throw new Killed();
        const result = await value(...args);
        if (call === at) throw new Killed();
        return result;
      };
    }
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, wrap(each)]))
      : value;
  };
  return { ...(wrap(ports) as Ports), calls: () => calls };
}
