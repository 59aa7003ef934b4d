import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Fact } from '../../../../../functions/performance/facts/fact.ts';
import type { Former } from '../../../../../functions/performance/publication/types.ts';
import { attack } from '../../../../support/attack/attack.ts';
import { type PublishedDataset, readPublished } from '../../../../support/attack/published.ts';
import {
  aYear,
  contact,
  count,
  covers,
  definitions,
  history,
  published,
  rowsOf,
} from '../../../../support/publication.ts';

const folder = mkdtempSync(join(tmpdir(), 'crier-attack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAYS = ['2026-01-31', '2026-02-10', '2026-02-11', '2026-02-28', '2026-03-01', '2026-03-20', '2026-04-01'];

/** A quarter of daily counts with small ones among them, contacts one by one, and a correction of an old day. */
const facts: Fact[] = [
  ...history,
  ...aYear().filter(({ day }) => day >= '2026-01-01'),
  ...[3, 3, 9, 20].map((day) => contact(`2026-02-${String(day).padStart(2, '0')}`, { service: 'parking' })),
  ...covers('2026-02-01', '2026-03-31', 'parking'),
  count(['2026-01-09', '2026-01-09'], 2, { revision: 2, channel: 'telephone', recorded: '2026-03-15' }),
  count(['2026-02-05', '2026-02-05'], 61, { revision: 2, channel: 'self_serve', recorded: '2026-02-11' }),
];

/** Publishes day after day into one folder, as the site keeps it, with its dated copies. */
const publishAll = (): PublishedDataset[] => {
  let before: Former | null = null;
  for (const asOf of DAYS) {
    const release = published(facts, { asOf, before });
    for (const [path, bytes] of release.files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    before = { files: release.files, state: release.state };
  }
  return readPublished(folder);
};

const datasets = publishAll();

/** The real definitions, but no count is small. */
const unprotected = () => ({
  ...definitions,
  datasets: definitions.datasets.map((dataset) => ({
    ...dataset,
    definition: dataset.definition.protect
      ? { ...dataset.definition, protect: { ...dataset.definition.protect, threshold: 0 } }
      : dataset.definition,
  })),
});

test('the attack reads every dataset that hides counts, with all its dated copies', () => {
  const names = datasets.map(({ name }) => name).sort();
  expect(names).toEqual(['contacts-by-channel', 'notices', 'notices-by-family', 'notices-not-sent', 'satisfaction']);
  const contacts = datasets.find(({ name }) => name === 'contacts-by-channel')!;
  expect(contacts.releases.map(({ asOf }) => asOf)).toEqual(DAYS);
  expect(contacts.linked?.map(({ releases }) => releases.size)).toEqual([DAYS.length, DAYS.length]);
  expect(contacts.revised.size).toBeGreaterThan(0);
});

test.each(datasets.map((dataset) => [dataset.name, dataset] as const))(
  '%s: no hidden count can be worked out',
  (_, dataset) => {
    const { hidden, recovered } = attack([dataset]);
    expect(hidden).toBeGreaterThan(0);
    expect(recovered).toEqual([]);
  },
);

test('with only the small counts hidden it works some out', () => {
  const contacts = datasets.find(({ name }) => name === 'contacts-by-channel')!;
  const last = contacts.releases.at(-1)!;
  const bare = published(facts, { asOf: '2026-04-01', definitions: unprotected() });
  const rows = rowsOf(bare, 'contacts-by-channel').map((row) => {
    const small = Number(row['contacts']) >= 1 && Number(row['contacts']) < 5;
    const shown = small ? { ...row, contacts: null, contacts_marker: 'c', percent: null } : row;
    return Object.fromEntries(Object.entries(shown).map(([column, value]) => [column, String(value ?? '')]));
  });
  expect(rows).toHaveLength(last.rows.length);
  const found = attack([{ ...contacts, linked: [], releases: [{ asOf: last.asOf, rows }] }]);
  expect(found.recovered.length).toBeGreaterThan(10);
});
