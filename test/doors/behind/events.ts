// POST /events on ports in memory. Asked, it tells what got through since it was last asked, and forgets it.

import { contractOf } from '../../../contracts/catalogue.ts';
import type { Deps } from '../../../functions/intake/receive-events/deps.ts';
import { receiveEvents } from '../../../functions/intake/receive-events/receive-events.ts';
import { comeAgain, responseOf } from '../../../functions/shared/http/answer.ts';
import { requestOf } from '../../../functions/shared/http/request.ts';
import { inMemoryBus, inMemoryIntakeTable } from '../../support/intake.ts';
import { inMemoryRegister, testKey } from '../../support/register.ts';
import type { Behind } from '../door.ts';
import { NOW, SOURCES, TOKENS } from '../known.ts';
import { asHandler, httpFront } from './http-front.ts';

const context = { getRemainingTimeInMillis: () => 30_000 };

/** What got through: events on the bus in JSON, facts in the register, and what was thrown. */
export type Through = { events: { type: string; text: string }[]; facts: number; thrown: string[] };

export async function open(): Promise<Behind> {
  let thrown: string[] = [];
  const fresh = () => {
    const bus = inMemoryBus();
    const register = inMemoryRegister(() => NOW);
    const facts: string[] = [];
    const deps: Deps = {
      ...{ sources: SOURCES, tokens: async () => TOKENS, table: inMemoryIntakeTable(), publish: bus.publish },
      ...{ key: testKey, now: () => NOW, council: 'stockton' },
      contractOf,
      register: {
        ...register,
        fact: async (fact) => {
          facts.push(fact.kind);
          return register.fact(fact);
        },
      },
    };
    return { deps, bus, facts };
  };
  let world = fresh();
  const url = await httpFront(['POST /events'], (event) =>
    asHandler(thrown, {
      core: async () => responseOf(await receiveEvents(world.deps, requestOf(event, context))),
      instead: responseOf(comeAgain),
    }),
  );
  return {
    url,
    answer: async (): Promise<Through> => {
      const events = [...world.bus.events.values()].map((event) => ({ type: event.type, text: JSON.stringify(event) }));
      const through = { events, facts: world.facts.length, thrown };
      world = fresh();
      thrown = [];
      return through;
    },
  };
}
