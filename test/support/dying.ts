import { Killed } from './kill.ts';

type Port = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** Which call of all that pass the guarded ports the worker dies at, counted from 1: before it has its effect, or after. */
export type DeathAt = { call: number; side: 'before' | 'after' };

/** Guards ports so that their worker dies at one of their calls, and says by name which were passed. */
export function dyingAt({ call, side }: DeathAt) {
  const points: string[] = [];
  let dead = false;
  const guard = <Of extends object>(port: Of, name: string): Of =>
    new Proxy(port, {
      get:
        (target, method) =>
        async (...args: unknown[]) => {
          if (dead) throw new Killed();
          points.push(`${name}.${String(method)}`);
          const dies = points.length === call;
          if (dies && side === 'before') dead = true;
          if (dead) throw new Killed();
          const answer = await (target as Port)[String(method)]?.(...args);
          if (dies) dead = true;
          if (dead) throw new Killed();
          return answer;
        },
    });
  return { points, guard };
}

/** Whether a worker died at what it did. @throws what it threw otherwise */
export const diedAt = (doing: Promise<unknown>): Promise<boolean> =>
  doing.then(
    () => false,
    (error: unknown) => {
      if (error instanceof Killed) return true;
      throw error;
    },
  );
