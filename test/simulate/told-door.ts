import { contractOf } from '../../contracts/catalogue.ts';
import type { CloudEvent } from '../../contracts/envelope.ts';
import { contract as letterReturned } from '../../contracts/events/residents/letter-returned.v1.ts';
import type { Deps } from '../../functions/intake/receive-events/deps.ts';
import { receiveEvents } from '../../functions/intake/receive-events/receive-events.ts';
import type { Catalogue } from '../../functions/notices/families/catalogue.ts';
import { readFact } from '../../functions/notices/plan-notices/plan-fact.ts';
import { readMessage } from '../../functions/notices/track-notices/read-message.ts';
import type { Now } from '../../functions/shared/clock.ts';
import { aRequest } from '../support/http-request.ts';
import { inMemoryIntakeTable } from '../support/intake.ts';
import { testKey } from '../support/register.ts';
import type { simulatedPlatform } from './platform.ts';

type Platform = Pick<ReturnType<typeof simulatedPlatform>, 'register' | 'events' | 'plan' | 'track'>;
type At = { now: Now; sources: Deps['sources']; catalogue: Catalogue; contractOf?: Deps['contractOf'] };

/** The real door for events on a simulated platform: what it takes is in the register, and then with whoever hears of it. */
export function toldDoor(
  { register, events, plan, track }: Platform,
  { now, sources, catalogue, contractOf: known = contractOf }: At,
) {
  let told = 0;
  const deps: Deps = {
    sources,
    tokens: async () => Object.fromEntries(Object.keys(sources).map((name) => [name, `token-of-${name}`])),
    table: inMemoryIntakeTable(),
    contractOf: known,
    register,
    publish: async (facts: CloudEvent[]) => {
      events.push(...facts);
      for (const fact of facts) {
        if (fact.type === letterReturned.type) track.put(readMessage(fact));
        else if (known(fact.type)?.consumers.includes('plan-notices')) plan.put(readFact(fact, catalogue));
      }
    },
    key: testKey,
    now,
    council: 'stockton',
  };
  /** What a source tells now. */
  return async (source: string, type: string, data: object) => {
    told += 1;
    const event = { specversion: '1.0', id: `e${told}`, source, type, time: new Date(now()).toISOString(), data };
    return receiveEvents(
      deps,
      aRequest({
        ...{ method: 'POST', path: '/events', authorization: `Bearer token-of-${source}` },
        ...{ contentType: 'application/cloudevents+json', body: JSON.stringify(event) },
      }),
    );
  };
}
