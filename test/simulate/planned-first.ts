// Notices that are planned before any may go, so that what is seen afterwards is the sending alone.

import { aDebt, anExtract, aRow, TUESDAY_TEN } from '../support/builders.ts';
import { aBrake } from '../support/planned-notice.ts';
import { snapshotOf } from '../support/planning-facts.ts';
import { SETTINGS } from '../support/sending-world.ts';
import { mischief, NO_FAULTS } from './faults.ts';
import { CALM } from './notify.ts';
import { type SimulatedOptions, simulatedPlatform } from './platform.ts';
import { countPoints } from './points.ts';
import { randomFrom } from './random.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

/** When all is planned and sending begins. */
export const START = TUESDAY_TEN + 60_000;

type Options = Partial<Pick<SimulatedOptions, 'points' | 'notify' | 'workers'>> & { time?: VirtualTime; seed?: number };

/** A platform that has planned so many notices and begins to send them at `START`, with no faults but those asked for. */
export async function plannedFirst(notices: number, { time = virtualTime(TUESDAY_TEN), seed = 1, ...rest }: Options) {
  const trouble = mischief(time, { random: randomFrom(seed), faults: NO_FAULTS, tell: () => {} });
  const platform = simulatedPlatform(time, {
    mischief: trouble,
    points: countPoints(),
    settings: SETTINGS,
    notify: CALM,
    ...rest,
  });
  await platform.store.control.stop({ kind: 'officer', by: 'test', at: time.now(), reason: 'planned first' });
  await platform.register.newestExtract(anExtract());
  await platform.store.putBrake(aBrake());
  for (let n = 0; n < notices; n += 1) {
    const account_ref = `A${n}`;
    const debt = aDebt([aRow({ account_ref, person_ref: `P${n}`, mobile: '', email: `r${n}@example.org` })]);
    await platform.register.debt(debt);
    platform.plan.put(snapshotOf(debt));
  }
  await time.runUntil(START);
  await platform.store.control.lift({ kind: 'officer' });
  return { time, platform, trouble };
}
