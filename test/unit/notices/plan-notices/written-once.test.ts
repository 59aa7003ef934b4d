import { expect, test } from 'vitest';
import { decidedOn, livesAt } from '../../../../bench/claims.ts';
import { ourCatalogue } from '../../../../functions/notices/families/our-catalogue.ts';
import { looksWith } from '../../../../functions/notices/rules/look-again.ts';
import { RULES, TUESDAY_TEN } from '../../../support/builders.ts';
import { inMemoryDocuments, pdfThatSays } from '../../../support/documents.ts';
import { testKey } from '../../../support/register.ts';
import { toldWorld } from '../../../support/told-world.ts';

// A document and its cover are decided on together, and looked at again once both are written.

const from = { source: 'revenues-benefits' };

async function council() {
  const documents = inMemoryDocuments();
  const looks: string[] = [];
  const look: typeof documents.look = (name) => {
    looks.push(name.key);
    return documents.look(name);
  };
  const world = toldWorld(TUESDAY_TEN, { look });
  const { ofMatter } = world.store;
  let now = TUESDAY_TEN;
  world.store.ofMatter = (matter) => {
    now += 10; // time goes by while a worker waits for the table
    world.setClock(now);
    return ofMatter(matter);
  };
  const document = documents.put('revenues-benefits/a.pdf', pdfThatSays('a decision'));
  expect(await world.tell({ ...livesAt(1), ...from })).toBe('202');
  const decide = async () => expect(await world.tell({ ...decidedOn(1, document), ...from })).toBe('202');
  const cover = async () => (await world.notices()).find(({ type }) => type === 'hb.decision.made');
  return { ...world, documents, looks, decide, cover };
}

test('both are written once, and the document is read once', async () => {
  const { decide, notices, looks } = await council();
  await decide();
  expect((await notices()).map(({ type, state, version }) => [type, state, version]).sort()).toEqual([
    ['hb.decision.made', 'blocked', 1],
    ['hb.decision.made.document', 'planned', 1],
  ]);
  expect(looks).toHaveLength(1);
});

test('a number that is told before the cover is written brings it about, and is in the decision of the run', async () => {
  const { decide, cover, store, register } = await council();
  const { put } = store;
  store.put = async (notice) => {
    store.put = put;
    const address = testKey('address', '+447700900901');
    await register.fact({
      ...{ kind: 'contact', subject: { person: testKey('person', 'C1') }, source: 'residents-portal', channel: 'sms' },
      ...{ at: TUESDAY_TEN, instant: TUESDAY_TEN },
      value: { to: '+447700900901', address, status: 'verified', changed_at: TUESDAY_TEN },
    } as Parameters<typeof register.fact>[0]);
    return put(notice);
  };
  await decide();
  const notice = await cover();
  expect(notice).toMatchObject({ state: 'planned', channel: 'sms' });
  const { decisions } = (await store.decision(notice!.run, notice!.about.id))!;
  expect(decisions.map(({ outcome }) => outcome)).toEqual(['letter', 'sms']);
});

test('the document is taken for what it was when its notice is given a slot, and read when it is sent', async () => {
  const { decide, notices, register, documents, now } = await council();
  await decide();
  const letter = (await notices()).find(({ channel }) => channel === 'letter')!;
  expect(letter.document?.bytes).toBe(pdfThatSays('a decision').length);
  documents.remove('revenues-benefits/a.pdf');
  const looking = (read: typeof documents | null) =>
    looksWith({ register, documents: read, settings: RULES, catalogue: ourCatalogue }).look(letter, now());
  expect(await looking(null)).toMatchObject({ kind: 'go', recipient: { channel: 'letter', address: letter.address } });
  expect(await looking(documents)).toMatchObject({ kind: 'blocked', reason: 'document-missing' });
});
