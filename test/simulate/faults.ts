import type { Points } from './points.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One run of one function: dead workers never go on, frozen ones go on when they thaw. */
export type Worker = { name: string; dead: boolean; frozenUntil: number };

/** Shares of calls that a fault meets. All of them end at `healedAt`, so that a schedule comes to an end. */
export type Faults = {
  kill: number;
  freeze: number;
  /** Freezes where they hurt most: Notify has answered, and it is not written down yet. */
  freezeAfterPost: number;
  /** A point where every second worker freezes, as `reconcile store.put before`: for what is met in rare schedules alone. */
  freezeAt: string | null;
  /** A call at which many workers die: for what is met in rare schedules alone. */
  killAt?: string;
  /** The call fails before it has any effect. */
  failBefore: number;
  /** The call has its effect, and the caller hears that it failed. */
  failAfter: number;
  /** The call has its effect, and the SDK, which does not know, makes it again: what the caller hears is of the second. */
  twice: number;
  /** The call takes seconds: the SDK tries again while a table is throttled. */
  slow: number;
  /** The one function that is sluggish today: most of its calls take seconds, and most of its workers start cold. */
  sluggish: string | null;
  /** A worker needs seconds before it begins. */
  cold: number;
  /** Notify cannot be asked. */
  unaskable: number;
  /** The bus takes some of the events of a request and not the others. */
  someOnly: number;
  healedAt: number;
};

export const NO_FAULTS: Faults = {
  kill: 0,
  freeze: 0,
  freezeAfterPost: 0,
  freezeAt: null,
  failBefore: 0,
  failAfter: 0,
  twice: 0,
  slow: 0,
  cold: 0,
  sluggish: null,
  unaskable: 0,
  someOnly: 0,
  healedAt: 0,
};

/** What goes wrong in one schedule, and the story of it. */
export type Mischief = {
  random: Random;
  faults: Faults;
  tell: (line: string) => void;
  /** Whether a fault of this share happens now; counted under its name. */
  happens(what: string, share: number): boolean;
  /** How often each fault met a call. */
  met: Map<string, number>;
  /** Every message that was put on a queue, for the check that looks for personal data in them. */
  handedOn: unknown[];
};

export function mischief(
  time: VirtualTime,
  { random, faults, tell }: { random: Random; faults: Faults; tell: (line: string) => void },
): Mischief {
  const met = new Map<string, number>();
  const happens = (what: string, share: number) => {
    if (time.now() >= faults.healedAt || !random.chance(share)) return false;
    met.set(what, (met.get(what) ?? 0) + 1);
    return true;
  };
  return { random, faults, tell, happens, met, handedOn: [] };
}

const SLUGGISH = 0.4;
const AIMED = 0.5;
const AIMED_KILLS = 0.8;
const kindOf = ({ name }: Worker) => name.replace(/-\d+$/, '');
const isSluggish = ({ sluggish }: Faults, { name }: Worker) => sluggish !== null && name.startsWith(sluggish);

/** The share of cold starts among a worker's kind. */
export const coldShare = (faults: Faults, worker: Worker): number => (isSluggish(faults, worker) ? 0.5 : faults.cold);

/** Why a call of a port fails: not a defect of ours, so it is not written into the story. */
export class PortFailed extends Error {}

const NEVER = new Promise<never>(() => {});

/** The last word of the name of a point, but for its side. */
const METHOD = /(\w+) (?:before|after)$/;

/** Calls whose client tries nothing again by itself. */
const OWN_CLIENT = /^(notify|webhook)\.| (post|find)$/;

/** Makes each function of a port a call over a network that may be slow, fail, or be the last thing a worker does. */
export type Guard = <Port extends object>(port: Port, where: { worker: Worker; name: string }) => Port;

export function faultyPorts(
  time: VirtualTime,
  { random, faults, tell, happens }: Mischief,
  points: Points,
): { guard: Guard } {
  const freezing = (worker: Worker, where: string): number => {
    if (faults.freezeAt === `${kindOf(worker)} ${where}`) return AIMED;
    return where.endsWith('post after') ? faults.freezeAfterPost : faults.freeze;
  };
  const killing = (where: string): number =>
    faults.killAt !== undefined && METHOD.exec(where)?.[1] === faults.killAt ? AIMED_KILLS : faults.kill;
  /** The worker may die or freeze here. Resolves when it goes on; never if it died. */
  const point = async (worker: Worker, where: string): Promise<void> => {
    points.passed(where);
    if (happens('kill', killing(where))) {
      worker.dead = true;
      points.killed(where);
      tell(`${worker.name} is killed at ${where}`);
    }
    if (!worker.dead && happens('freeze', freezing(worker, where))) {
      worker.frozenUntil = time.now() + random.int(10_000, 120_000);
      tell(`${worker.name} freezes at ${where}`);
    }
    if (!worker.dead && worker.frozenUntil > time.now()) await time.after(worker.frozenUntil - time.now());
    if (worker.dead) await NEVER;
  };

  const call = async (effect: () => Promise<unknown>, { worker, where }: { worker: Worker; where: string }) => {
    await point(worker, `${where} before`);
    const slow = isSluggish(faults, worker) ? SLUGGISH : faults.slow;
    await time.after(happens('slow call', slow) ? random.int(500, 12_000) : random.int(1, 40));
    if (worker.dead) await NEVER;
    if (happens('call refused', faults.failBefore)) throw new PortFailed(`${where} was throttled`);
    let result = await effect();
    await time.after(random.int(1, 40));
    if (!OWN_CLIENT.test(where) && happens('tried again by the SDK', faults.twice)) result = await effect();
    await point(worker, `${where} after`);
    if (happens('answer lost', faults.failAfter)) throw new PortFailed(`${where} lost its answer`);
    return result;
  };

  const guard: Guard = (port, { worker, name }) =>
    new Proxy(port, {
      get: (target, property) => {
        const value = Reflect.get(target, property);
        const where = `${name}.${String(property)}`;
        if (typeof value === 'function') {
          return (...args: unknown[]) =>
            call(async () => value.apply(target, args), { worker, where: points.where(where) });
        }
        return typeof value === 'object' && value !== null ? guard(value as object, { worker, name: where }) : value;
      },
    });
  return { guard };
}
