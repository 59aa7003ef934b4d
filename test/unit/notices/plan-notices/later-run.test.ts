import { expect, test } from 'vitest';
import { aDebt, anExtract } from '../../../support/builders.ts';
import { aBrake } from '../../../support/planned-notice.ts';
import { later } from '../../../support/planning-facts.ts';
import { decisionsOf, only, planningWorld } from '../../../support/planning-world.ts';

/** The same debt in two nights, and what the brake says of the first by then. */
async function twoNights(verdict: 'goes' | 'waits' | 'cancelled') {
  const world = planningWorld();
  await world.register.newestExtract(anExtract());
  await world.snapshot(aDebt());
  await world.store.putBrake(aBrake({ run: 'CT-1', verdict }));
  const next = later(aDebt(), 'CT-2', 0.01);
  await world.register.newestExtract(anExtract({ run: 'CT-2', extracted_at: next.extracted_at }));
  await world.snapshot(next);
  return world;
}

test.each(['waits', 'cancelled'] as const)('a later run tells what a run that %s did not', async (verdict) => {
  const world = await twoNights(verdict);
  expect(await only(world)).toMatchObject({ state: 'planned', run: 'CT-2' });
  expect(await decisionsOf(world, 'CT-2')).toMatchObject([{ outcome: 'sms', codes: [] }]);
});

test('a later run leaves what a run that goes has planned', async () => {
  const world = await twoNights('goes');
  expect(await only(world)).toMatchObject({ state: 'planned', run: 'CT-1' });
  expect(await decisionsOf(world, 'CT-2')).toMatchObject([{ outcome: 'none', codes: ['S19'] }]);
});
