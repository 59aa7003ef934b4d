import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One run of one function: dead workers never go on, frozen ones go on when they thaw. */
export type Worker = { name: string; dead: boolean; frozenUntil: number };

/** Shares of calls that a fault meets. All of them end at `healedAt`, so that a schedule comes to an end. */
export type Faults = {
  kill: number;
  freeze: number;
  /** The call fails before it has any effect. */
  failBefore: number;
  /** The call has its effect, and the caller hears that it failed. */
  failAfter: number;
  healedAt: number;
};

export type Ports = {
  /** Makes each function of a port a call over a network that may be slow, fail, or be the last thing a worker does. */
  guard<Port extends object>(port: Port, where: { worker: Worker; name: string }): Port;
  /** How often each await point was passed, by name: `store.put before`, `store.put after`. */
  hits: Map<string, number>;
};

const NEVER = new Promise<never>(() => {});

export function faultyPorts(
  time: VirtualTime,
  { random, faults, tell }: { random: Random; faults: Faults; tell: (line: string) => void },
): Ports {
  const hits = new Map<string, number>();
  const happens = (share: number) => time.now() < faults.healedAt && random.chance(share);

  /** The worker may die or freeze here. Resolves when it goes on; never if it died. */
  const point = async (worker: Worker, where: string): Promise<void> => {
    hits.set(where, (hits.get(where) ?? 0) + 1);
    if (happens(faults.kill)) {
      worker.dead = true;
      tell(`${worker.name} is killed at ${where}`);
    }
    if (happens(faults.freeze)) {
      worker.frozenUntil = time.now() + random.int(10_000, 120_000);
      tell(`${worker.name} freezes at ${where}`);
    }
    if (!worker.dead && worker.frozenUntil > time.now()) await time.after(worker.frozenUntil - time.now());
    if (worker.dead) await NEVER;
  };

  const call = async (effect: () => Promise<unknown>, { worker, where }: { worker: Worker; where: string }) => {
    await point(worker, `${where} before`);
    await time.after(random.int(1, 40));
    if (worker.dead) await NEVER;
    if (happens(faults.failBefore)) throw new Error(`${where} was throttled`);
    const result = await effect();
    await time.after(random.int(1, 40));
    await point(worker, `${where} after`);
    if (happens(faults.failAfter)) throw new Error(`${where} lost its answer`);
    return result;
  };

  const guard = <Port extends object>(port: Port, { worker, name }: { worker: Worker; name: string }): Port =>
    new Proxy(port, {
      get: (target, property) => {
        const value = Reflect.get(target, property);
        const where = `${name}.${String(property)}`;
        if (typeof value === 'function')
          return (...args: unknown[]) => call(async () => value.apply(target, args), { worker, where });
        return typeof value === 'object' && value !== null ? guard(value as object, { worker, name: where }) : value;
      },
    });
  return { guard, hits };
}
