import { expect, test } from 'vitest';
import { decidedOn, livesAt } from '../../../../bench/claims.ts';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import type { Look } from '../../../../functions/notices/rules/look.ts';
import { looksWith } from '../../../../functions/notices/rules/look-again.ts';
import { stopUnsent } from '../../../../functions/notices/steps/stop-unsent.ts';
import { RULES, TUESDAY_TEN } from '../../../support/builders.ts';
import { inMemoryDocuments, pdfThatSays } from '../../../support/documents.ts';
import { toldWorld } from '../../../support/told-world.ts';

const from = { source: 'revenues-benefits' };
type Held = Extract<Look, { kind: 'blocked' }>;
const DAY_MS = 24 * 3_600_000;

/** A decision that goes by letter, since its email has failed; the last word on its way is a hold. */
async function heldOnItsWay(to?: string) {
  const documents = inMemoryDocuments();
  const world = toldWorld(TUESDAY_TEN, documents);
  const document = documents.put('revenues-benefits/a.pdf', pdfThatSays('a decision'));
  await world.tell({ ...livesAt(1), ...from });
  await world.tell({ ...decidedOn(1, document), ...from });
  const notice = async () => (await world.notices()).find(({ type }) => type === 'hb.decision.made.document')!;
  const letter = await notice();
  const email = { reference: `${letter.id}.email`, address: letter.address, outcome: 'failed' as const };
  await world.store.put({ ...letter, attempts: { email }, version: letter.version + 1 });
  let told = 0;
  const tell = (type: string, data: object) => {
    told += 1;
    world.setClock(world.now() + 60_000);
    const time = new Date(world.now()).toISOString();
    return world.tell({
      ...{ specversion: '1.0', id: `hold-${told}`, type: `council.recovery.${type}.v1`, time, ...from },
      data: { person_ref: 'C1', scope: 'person', code: 'S11', from: '2026-09-01', ...data },
    } as { source: string });
  };
  expect(await tell('hold-applied', { ...(to && { to }) })).toBe('202');
  const { look } = looksWith({ register: world.register, documents, settings: RULES, catalogue: ourCatalogue });
  const stopped = { found: (await look(await notice(), world.now())) as Held, by: 'release-notices' };
  expect(await stopUnsent(world.deps, await notice(), stopped)).toBe(true);
  const held = await notice();
  expect(held).toMatchObject({ state: 'blocked', codes: ['S11'], channel: 'letter' });
  return { ...world, notice, held, tell };
}

test('a letter that was held after its email had failed goes once its hold is released, with new dates and as before the email', async () => {
  const { notice, held, tell, setClock } = await heldOnItsWay();
  setClock(TUESDAY_TEN + 2 * DAY_MS);
  expect(await tell('hold-released', { ended_at: '2026-10-01T10:00:00+01:00' })).toBe('202');
  const again = await notice();
  expect(again).toMatchObject({ state: 'planned', channel: 'letter', codes: [], attempts: held.attempts });
  expect(again.deemed_served_on! > held.deemed_served_on!).toBe(true);
});

test('what another hold holds by then stays held, until the day after that one', async () => {
  const { notice, tell } = await heldOnItsWay('2026-10-01');
  expect(await tell('hold-applied', { to: '2026-10-20', from: '2026-09-02' })).toBe('202');
  expect(await notice()).toMatchObject({ state: 'blocked' });
  expect(await tell('hold-released', { ended_at: '2026-10-01T10:00:00+01:00' })).toBe('202');
  expect(await notice()).toMatchObject({ state: 'blocked', codes: ['S11'], over_on: '2026-10-21' });
});
