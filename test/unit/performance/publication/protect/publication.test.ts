import { expect, test } from 'vitest';
import type { Fact } from '../../../../../functions/performance/facts/fact.ts';
import { pages } from '../../../../../functions/performance/pages/pages.ts';
import { cellsOfAll } from '../../../../../functions/performance/publication/cells.ts';
import { openFactDatabase } from '../../../../../functions/performance/publication/fact-database.ts';
import { publish } from '../../../../../functions/performance/publication/publish.ts';
import type { Former } from '../../../../../functions/performance/publication/types.ts';
import { councils } from '../../../../../infra/config/councils.ts';
import { answer, count, definitions, published, publisher } from '../../../../support/publication.ts';

const APRIL: [string, string] = ['2026-04-01', '2026-04-30'];
const month = (contacts: number, channel: 'telephone' | 'email' | 'self_serve', recorded = '2026-04-30') =>
  count(APRIL, contacts, { channel, recorded });
const small = [month(900, 'telephone'), month(40, 'email'), month(3, 'self_serve')];
const large = [month(900, 'telephone'), month(40, 'email')];
const LATER = '2026-05-03';

const without = ({ files }: Former): Former => ({ files, state: { blocks: {}, sums: {}, counted: {} } });

/** With the site's pages, as files by path. */
const site = (facts: Fact[], { before = null, threshold = 5 }: { before?: Former | null; threshold?: number } = {}) => {
  const database = openFactDatabase();
  const datasets = definitions.datasets.map((each) => {
    const { protect } = each.definition;
    return protect ? { ...each, definition: { ...each.definition, protect: { ...protect, threshold } } } : each;
  });
  try {
    database.put(cellsOfAll(facts));
    const own = { database, publisher, councils, before, pages, definitions: { ...definitions, datasets } };
    return publish({ ...own, asOf: before ? LATER : '2026-05-02' });
  } finally {
    database.close();
  }
};

test('without the memory of what was hidden nothing more is published, and the dataset is named', () => {
  const first = published(small, { asOf: '2026-05-02' });
  expect(() => published(small, { asOf: LATER, before: without(first) })).toThrow(
    /^contacts-by-channel: the former release hid counts.*Compute the releases again/,
  );
  expect(() => published(small, { asOf: LATER, before: first })).not.toThrow();
});

test('where nothing was hidden there is nothing to remember, but what stood in the clear is still known', () => {
  const first = published(large, { asOf: '2026-05-02' });
  const after = published(large, { asOf: LATER, before: without(first) });
  expect(after.datasets.find(({ name }) => name === 'contacts-by-channel')!.modified).toBe('2026-05-02');
});

test('what earlier releases give away is told to those who run it, and not on the site', () => {
  const first = site(small, { threshold: 2 });
  const after = site(small, { before: first, threshold: 5 });
  expect(after.problems.filter(({ code }) => code === 'exposed')).toHaveLength(1);
  const text = [...after.files.values()].map((bytes) => Buffer.from(bytes).toString()).join('');
  expect(text).not.toMatch(/give them away|exposed/);
});

test('the page of a dataset that hides counts does not tell how many facts it is made from', () => {
  const page = ({ files }: { files: Map<string, Uint8Array> }) =>
    Buffer.from(files.get('open-data/satisfaction/index.html')!).toString();
  const answers = [1, 2, 3, 4, 5, 5, 5].map((score) => answer('2026-04-02', score));
  const made = /Made from<\/dt><dd[^>]*>([^<]*)</;
  const first = made.exec(page(site(answers)))?.[1];
  expect(first).toMatch(/facts/);
  expect(made.exec(page(site([...answers, answer('2026-04-02', 4)])))?.[1]).toBe(first);
});
