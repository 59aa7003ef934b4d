import { contractOf } from '../../contracts/catalogue.ts';
import type { CloudEvent } from '../../contracts/envelope.ts';
import type { Deps as DoorDeps } from '../../functions/intake/receive-events/deps.ts';
import { receiveEvents } from '../../functions/intake/receive-events/receive-events.ts';
import { explainNotices } from '../../functions/notices/explain-notices/explain-notices.ts';
import { catalogueOf } from '../../functions/notices/families/catalogue.ts';
import { recovery } from '../../functions/notices/families/recovery.ts';
import { readFact } from '../../functions/notices/plan-notices/plan-fact.ts';
import { wordOnContact } from '../../functions/register/contacts.ts';
import { mischief, NO_FAULTS } from '../simulate/faults.ts';
import { CALM, type NotifyKind } from '../simulate/notify.ts';
import { simulatedPlatform } from '../simulate/platform.ts';
import { countPoints } from '../simulate/points.ts';
import { randomFrom } from '../simulate/random.ts';
import { virtualTime } from '../simulate/virtual-time.ts';
import { TUESDAY_TEN } from '../support/builders.ts';
import { aRequest } from '../support/http-request.ts';
import { inMemoryIntakeTable } from '../support/intake.ts';
import { officersWorld, TOKEN } from '../support/officers.ts';
import { testKey } from '../support/register.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { contract } from './reservation-ready.v1.ts';
import { reservations } from './reservations.ts';

/** Until then the schedules wake the workers each minute. */
const HOURS = 8;
const HOLDS = ['council.recovery.hold-applied.v1', 'council.recovery.hold-released.v1'];

/** A council whose library tells of reservations: the real cores of every capability, on ports in memory. */
export function library(notify: Partial<NotifyKind> = {}) {
  const catalogue = catalogueOf([recovery, reservations]);
  const time = virtualTime(TUESDAY_TEN);
  const platform = simulatedPlatform(time, {
    mischief: mischief(time, { random: randomFrom(1), faults: NO_FAULTS, tell: () => {} }),
    points: countPoints(),
    settings: SETTINGS,
    notify: { ...CALM, ...notify },
    catalogue,
  });
  const { register, store, events } = platform;
  platform.schedule(TUESDAY_TEN, { until: TUESDAY_TEN + HOURS * 3_600_000 });

  const door: DoorDeps = {
    sources: { library: { types: [contract.type, ...HOLDS] } },
    tokens: async () => ({ library: 'token-of-library' }),
    table: inMemoryIntakeTable(),
    contractOf: (type) => (type === contract.type ? contract : contractOf(type)),
    register,
    publish: async (facts: CloudEvent[]) => {
      events.push(...facts);
      for (const fact of facts) platform.plan.put(readFact(fact, catalogue));
    },
    key: testKey,
    now: time.now,
    council: 'stockton',
  };
  const officers = { ...officersWorld().deps, store, register, catalogue, now: time.now };

  let told = 0;
  return {
    events,
    platform: { ...platform, time },
    notices: platform.everyNotice,
    /** What a source tells at the door, and what follows within so many minutes. */
    tell: async (type: string, data: object, minutes = 5) => {
      const at = new Date(time.now()).toISOString();
      told += 1;
      const event = { specversion: '1.0', id: `e${told}`, source: 'urn:library', type, time: at, data };
      const answer = await receiveEvents(
        door,
        aRequest({
          ...{ method: 'POST', path: '/events', authorization: 'Bearer token-of-library' },
          contentType: 'application/cloudevents+json',
          body: JSON.stringify(event),
        }),
      );
      await time.runUntil(time.now() + minutes * 60_000);
      return answer;
    },
    /** A reader who has no debt, and whom the council knows by a number and an email. */
    reader: async (ref: string, mobile: string) => {
      const subject = { person: testKey('person', ref) };
      const at = TUESDAY_TEN - 1;
      const of = { kind: 'contact', subject, source: 'portal', at, instant: at } as const;
      const told = (channel: 'sms' | 'email', written: string) => {
        const value = wordOnContact({ channel, written, status: 'unverified', changed_at: at }, testKey);
        return register.fact({ ...of, channel, value });
      };
      await told('sms', mobile);
      await told('email', `${ref}@example.org`.toLowerCase());
    },
    ask: (path: string) =>
      explainNotices(officers, aRequest({ method: 'GET', path, authorization: `Bearer ${TOKEN}` })),
  };
}
