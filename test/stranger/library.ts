import { contractOf } from '../../contracts/catalogue.ts';
import { explainNotices } from '../../functions/notices/explain-notices/explain-notices.ts';
import { catalogueOf } from '../../functions/notices/families/catalogue.ts';
import { recovery } from '../../functions/notices/families/recovery.ts';
import { wordOnContact } from '../../functions/register/contacts.ts';
import type { PostalAddress } from '../../functions/register/register.ts';
import { type Faults, mischief, NO_FAULTS } from '../simulate/faults.ts';
import { CALM, type NotifyKind } from '../simulate/notify.ts';
import { simulatedPlatform } from '../simulate/platform.ts';
import { countPoints } from '../simulate/points.ts';
import { randomFrom } from '../simulate/random.ts';
import { toldDoor } from '../simulate/told-door.ts';
import { virtualTime } from '../simulate/virtual-time.ts';
import { TUESDAY_TEN } from '../support/builders.ts';
import { inMemoryDocuments } from '../support/documents.ts';
import { aRequest } from '../support/http-request.ts';
import { officersWorld, TOKEN } from '../support/officers.ts';
import { testKey } from '../support/register.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { contract } from './reservation-ready.v1.ts';
import { reservations } from './reservations.ts';

/** Until then the schedules wake the workers: each minute at first, and then now and again. */
const HOURS = 72;
const HOUR_MS = 3_600_000;

type Trouble = { seed: number; faults: Faults };
const HOLDS = ['council.recovery.hold-applied.v1', 'council.recovery.hold-released.v1'];
const RETURNED = 'council.residents.letter-returned.v1';

/** Where a reader is reached. */
export type Written = { sms?: string; email?: string; post?: PostalAddress };

/** A council whose library tells of reservations: the real cores of every capability, on ports in memory. */
/** @param trouble what goes wrong, by a seed: nothing, where it is left out */
export function library(notify: Partial<NotifyKind> = {}, trouble: Trouble = { seed: 1, faults: NO_FAULTS }) {
  const documents = inMemoryDocuments();
  const catalogue = catalogueOf([recovery, reservations]);
  const time = virtualTime(TUESDAY_TEN);
  const story: string[] = [];
  const platform = simulatedPlatform(time, {
    mischief: mischief(time, {
      random: randomFrom(trouble.seed),
      faults: trouble.faults,
      tell: (line) => void story.push(line),
    }),
    points: countPoints(),
    settings: SETTINGS,
    notify: { ...CALM, ...notify },
    catalogue,
    documents,
  });
  const { register, store, events } = platform;
  platform.schedule(TUESDAY_TEN, { until: TUESDAY_TEN + HOUR_MS });
  platform.schedule(TUESDAY_TEN + HOUR_MS, { until: TUESDAY_TEN + HOURS * HOUR_MS, everyMs: HOUR_MS / 4 });

  const door = toldDoor(platform, {
    ...{ now: time.now, catalogue, sources: { library: { types: [contract.type, ...HOLDS, RETURNED] } } },
    contractOf: (type) => (type === contract.type ? contract : contractOf(type)),
  });
  const officers = { ...officersWorld().deps, store, register, catalogue, now: time.now };

  return {
    events,
    documents,
    story,
    platform: { ...platform, time },
    notices: platform.everyNotice,
    /** What a source tells at the door, and what follows within so many minutes. */
    tell: async (type: string, data: object, minutes = 5) => {
      const answer = await door('library', type, data);
      await time.runUntil(time.now() + minutes * 60_000);
      return answer;
    },
    /** A reader who has no debt, and whom the council knows by a number and an email, or by what else is given. */
    reader: async (ref: string, written: Written, at = TUESDAY_TEN - 1) => {
      const subject = { person: testKey('person', ref) };
      const of = { kind: 'contact', subject, source: 'portal', at, instant: at } as const;
      for (const channel of ['sms', 'email', 'post'] as const) {
        if (!written[channel]) continue;
        const word = { channel, written: written[channel], status: 'unverified', changed_at: at } as const;
        await register.fact({ ...of, channel, value: wordOnContact(word, testKey) });
      }
    },
    /** What an officer asks, or has done. */
    ask: (path: string, body?: object) =>
      explainNotices(
        officers,
        aRequest({
          ...{ method: body ? 'POST' : 'GET', path, authorization: `Bearer ${TOKEN}` },
          ...(body && { contentType: 'application/json', body: JSON.stringify(body) }),
        }),
      ),
  };
}
