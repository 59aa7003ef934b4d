import { expect } from 'vitest';
import type { CloudEvent } from '../../contracts/envelope.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import type { Notice } from '../../functions/notices/notice/notice.ts';
import type { Deps } from '../../functions/notices/plan-notices/deps.ts';
import { notingRuns } from '../../functions/notices/plan-notices/note-run.ts';
import { type PlanFact, readFact } from '../../functions/notices/plan-notices/plan-fact.ts';
import { planNotices } from '../../functions/notices/plan-notices/plan-notices.ts';
import { contextAt } from '../../functions/notices/rules/context.ts';
import type { DecisionStore, NoticeStore } from '../../functions/notices/store/ports.ts';
import type { Debt } from '../../functions/register/debt.ts';
import type { ReadRegister, WriteRegister } from '../../functions/register/register.ts';
import type { Now } from '../../functions/shared/clock.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { MatterName } from '../../functions/shared/matter.ts';
import { oneByOne } from '../../functions/shared/one-by-one.ts';
import type { Outcome } from '../../functions/shared/outcome.ts';
import { aDebt, RULES, TUESDAY_TEN } from './builders.ts';
import { inMemoryNoticeStore } from './notice-store.ts';
import { snapshotOf } from './planning-facts.ts';
import { inMemoryRegister, testKey, withDebts } from './register.ts';

/** A worker that dies: thrown by a port on purpose. */
class Killed extends Error {}

/** Nothing is in the documents bucket. */
const NO_DOCUMENTS: Deps['documents'] = { look: async () => ({ ok: false, reason: 'document-missing' }) };

type Ports = { store: NoticeStore & DecisionStore; register: ReadRegister & WriteRegister };
const inMemory = (now: Now): Ports => ({ store: inMemoryNoticeStore(), register: inMemoryRegister(now) });

/** plan-notices on ports in memory. `killAt` kills the worker at that port call: even before its effect, odd after it. */
export function planningWorld(
  start = TUESDAY_TEN,
  ports: (now: Now) => Ports = inMemory,
  documents: Deps['documents'] = NO_DOCUMENTS,
) {
  let clock = start;
  let calls = 0;
  let killAt = -1;
  const now = () => clock;
  const { store, register: plain } = ports(now);
  const register = withDebts(plain);
  const events: CloudEvent[] = [];
  let wakes = 0;

  const guarded = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (calls++ === killAt) throw new Killed();
          const result = await value.apply(target, args);
          if (calls++ === killAt) throw new Killed();
          return result;
        };
      },
    });
  const settings = RULES;
  const warned: string[] = [];
  const deps: Deps = {
    store: guarded(store),
    register: guarded(plain),
    ...guarded({ glanceAt: (matter: MatterName) => plain.matter(matter) }),
    ...guarded({
      publish: async (facts: CloudEvent[]) => void events.push(...structuredClone(facts)),
      wake: async () => {
        wakes += 1;
      },
    }),
    documents,
    noteRun: notingRuns(guarded(store)),
    alone: oneByOne(),
    warnOfHolidays: (today) => void warned.push(today),
    now,
    council: 'stockton',
    catalogue: ourCatalogue,
    settings,
    key: testKey,
  };
  const tell = (fact: PlanFact, receiveCount = 1): Promise<Outcome> => planNotices(deps, { fact, receiveCount });

  /** Hands out what notices that made way told, and what comes of that, as the bus does. */
  let handed = 0;
  const lookAgain = async (): Promise<void> => {
    for (; handed < events.length; handed += 1) {
      const fact = events[handed]!.type.includes('made-way') && readFact(events[handed], ourCatalogue);
      if (fact) await tell(fact);
    }
  };

  /** Tells a fact to a worker that dies at one port call, and says whether it came to that call. */
  const tellKilledAt = async (at: number, fact: PlanFact): Promise<boolean> => {
    calls = 0;
    killAt = at;
    try {
      await tell(fact);
      return false;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return true;
    } finally {
      killAt = -1;
    }
  };

  return {
    deps,
    /** On which days documents were decided on. */
    warned,
    store,
    register,
    events,
    now,
    tell,
    lookAgain,
    context: () => contextAt(clock, { settings, catalogue: ourCatalogue }),
    wakes: () => wakes,
    setClock: (at: number) => {
      clock = at;
    },
    /** The snapshot of a debt, as import-file brings it: into the register first. */
    snapshot: async (debt: Debt, receiveCount = 1): Promise<Outcome> => {
      await register.debt(debt);
      return tell(snapshotOf(debt), receiveCount);
    },
    notices: async () => (await store.all()).items,
    tellKilledAt,
    /** Tells a fact to workers that die ever later, until one has died that took the address. */
    tellUntilTaken: async (address: Key, fact: PlanFact): Promise<void> => {
      for (let at = 0; (await store.addressHolder(address, clock)) === null; at += 1) await tellKilledAt(at, fact);
    },
    /** Distinct events by id, as a consumer that drops repetitions has them: `planned S5,S8`. */
    told: () => new Map(events.map((event) => [event.id, event])),
  };
}

export type PlanningWorld = ReturnType<typeof planningWorld>;

/** The notice of a world that has one. */
export const only = async (world: PlanningWorld): Promise<Notice> => {
  const notices = await world.notices();
  expect(notices).toHaveLength(1);
  return notices[0]!;
};

export const decisionsOf = async (world: PlanningWorld, run = 'CT-1') =>
  (await world.store.decision(run, aDebt().debt))?.decisions;

/** The kinds of what was told of notices, but not that one made way: that only asks for a look. */
export const types = (world: PlanningWorld) =>
  [...world.told().values()].map(({ type }) => type.split('.')[2]).filter((type) => type !== 'notice-made-way');
