import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../../functions/performance/facts/fact.ts';
import { cellsOfAll } from '../../../../functions/performance/publication/cells.ts';
import { openFactDatabase } from '../../../../functions/performance/publication/fact-database.ts';
import { type Definitions, publish } from '../../../../functions/performance/publication/publish.ts';
import { stateBytes, stateIn } from '../../../../functions/performance/publication/state.ts';
import type { Former, Release, State } from '../../../../functions/performance/publication/types.ts';
import { councils } from '../../../../infra/config/councils.ts';
import { chainFacts, nights, releasesOf } from '../../../support/nights-of-facts.ts';
import { answer, count, definitions, notSent, published, publisher, stage } from '../../../support/publication.ts';
import { bytesOf } from '../../../support/release-files.ts';

const change = (each: (dataset: Definitions['datasets'][number]['definition']) => object): Definitions => ({
  ...definitions,
  datasets: definitions.datasets.map((dataset) => ({
    ...dataset,
    definition: { ...dataset.definition, ...each(dataset.definition) },
  })),
});
const unprotected = change(() => ({ protect: undefined }));
const ofAllYears = change(() => ({ protect: undefined, by: undefined }));

const asItIs = (state: State): State => state;
const keptAsBytes = (state: State): State => stateIn(stateBytes('', state)).state;

/** Remembers what was hidden, and nothing that lets a block stand. */
const withNoBlock = ({ blocks }: State): State => ({
  blocks: Object.fromEntries(
    Object.entries(blocks).map(([name, years]) => [
      name,
      Object.fromEntries(Object.entries(years).map(([year, block]) => [year, { ...block, digest: '' }])),
    ]),
  ),
  sums: {},
  counted: {},
});

describe('what stands of a former release is what the facts give', () => {
  test('night after night, whatever is corrected, late or told twice', () => {
    fc.assert(
      fc.property(nights, (chain) => {
        const again = releasesOf(chain, withNoBlock);
        for (const [night, release] of releasesOf(chain, keptAsBytes).entries()) {
          expect(bytesOf(release)).toEqual(bytesOf(again[night]!));
          expect(release.problems).toEqual(again[night]!.problems);
        }
      }),
      { numRuns: 30, seed: 11 },
    );
  });

  test('and without small numbers to hide, the last of many nights is what one release of all facts gives', () => {
    fc.assert(
      fc.property(nights, (chain) => {
        const last = releasesOf(chain, asItIs, unprotected).at(-1)!;
        const made = chainFacts(chain);
        const facts = made.flatMap((night) => night.facts);
        const alone = published(facts, { asOf: made.at(-1)!.asOf, definitions: ofAllYears });
        for (const { name } of definitions.datasets)
          for (const file of [`${name}.csv`, `${name}.json`]) {
            const path = `open-data/${name}/${file}`;
            expect(Buffer.from(last.files.get(path)!).toString(), path).toBe(
              Buffer.from(alone.files.get(path)!).toString(),
            );
          }
      }),
      { numRuns: 30, seed: 12 },
    );
  });

  test('and where the files are not those that the state tells of, all is made again to the same bytes', () => {
    const facts = threeYears();
    const first = published(facts, { asOf: '2026-05-31' });
    const files = new Map(first.files);
    files.delete('open-data/contacts-by-channel/contacts-by-channel.csv');
    const spoilt = published(facts, { asOf: '2026-06-01', before: { files, state: first.state } });
    const whole = published(facts, { asOf: '2026-06-01', before: first });
    const path = 'open-data/contacts-by-channel/contacts-by-channel.csv';
    expect(Buffer.from(spoilt.files.get(path)!).equals(whole.files.get(path)!)).toBe(true);
    expect(madeAgain(spoilt)['contacts-by-channel']).toEqual(['2023', '2024', '2025', '2026']);
    expect(madeAgain(spoilt)['digital-take-up']).toEqual(['2023', '2024', '2025', '2026']);
    expect(madeAgain(spoilt)['notices']).toEqual(['2026']);
  });
});

/** Each day's contacts, answers and notices from April 2023 to May 2026, a few days of each month. */
function threeYears(): Fact[] {
  const facts: Fact[] = [];
  for (let month = 0; month < 38; month += 1)
    for (const of of ['03', '17']) {
      const on = `${2023 + Math.floor((month + 3) / 12)}-${String(((month + 3) % 12) + 1).padStart(2, '0')}-${of}`;
      for (const via of ['telephone', 'email', 'self_serve'] as const)
        facts.push(count([on, on], 40 + month, { channel: via }), answer(on, 4, { channel: 'telephone' }));
      for (let n = 0; n < 12; n += 1) {
        facts.push(stage(on, 'sent', { notice: `${on} ${n}` }));
        if (n > 0) facts.push(notSent(on, { notice: `not ${on} ${n}` }));
      }
    }
  return facts;
}

/** The years, by their first, of which each dataset was made again; '' is all years in one. */
const madeAgain = ({ computed }: Release): Record<string, string[]> =>
  Object.fromEntries(
    [...Map.groupBy(computed, ({ dataset }) => dataset)].map(([name, own]) => [
      name,
      own.map(({ year }) => year.slice(0, 4)),
    ]),
  );

describe('a release makes again', () => {
  const facts = threeYears();
  const first = published(facts, { asOf: '2026-05-31' });
  const next = (...more: Fact[]) => published([...facts, ...more], { asOf: '2026-06-01', before: first });
  /** The current year goes on each night, and this dataset has no years. */
  const NIGHTLY = {
    'contacts-by-channel': ['2026'],
    'digital-take-up': ['2026'],
    'cost-per-contact': ['2026'],
    satisfaction: ['2026'],
    notices: ['2026'],
    'notices-not-sent': ['2026'],
    'notices-by-family': ['2026'],
    'days-to-service': ['2026'],
    'source-freshness': [''],
  };

  test('the current year, where nothing else came', () => {
    expect(madeAgain(next())).toEqual(NIGHTLY);
  });

  test('the year of a corrected day, of those datasets that rest on it, and no other rows', () => {
    const release = next(count(['2024-07-03', '2024-07-03'], 99, { revision: 2, recorded: '2026-06-01' }));
    const years = ['2024', '2026'];
    const corrected = { 'contacts-by-channel': years, 'digital-take-up': years, 'cost-per-contact': years };
    expect(madeAgain(release)).toEqual({ ...NIGHTLY, ...corrected });
    const rows = release.computed.reduce((sum, one) => sum + one.rows, 0);
    const all = first.computed.reduce((sum, one) => sum + one.rows, 0);
    expect(rows).toBeLessThan(all / 3);
    const revised = release.datasets.flatMap(({ revisions }) => revisions);
    expect(revised.length).toBeGreaterThan(0);
    expect(new Set(revised.map(({ key }) => String(key['period_start']).slice(0, 7)))).toEqual(new Set(['2024-07']));
  });

  test('the year in which a notice was sent, when another year tells what became of it', () => {
    const late = stage('2025-04-02', 'delivered', { notice: '2024-04-03 3', recorded: '2026-06-01' });
    const all = ['2024', '2025', '2026'];
    expect(madeAgain(next(late))).toEqual({
      ...NIGHTLY,
      notices: all,
      'notices-not-sent': all,
      'notices-by-family': all,
      'days-to-service': all,
    });
  });

  test('the year of which periods become final, and none before it', () => {
    const until = published(facts, { asOf: '2026-04-10' });
    const then = published(facts, { asOf: '2026-04-14', before: until });
    expect(madeAgain(then)['contacts-by-channel']).toEqual(['2025', '2026']);
    expect(madeAgain(published(facts, { asOf: '2026-04-15', before: then }))['contacts-by-channel']).toEqual(['2026']);
  });

  test('every year, when a total of the council shows that the services of all years are not all', () => {
    const own = count(['2025-07-03', '2025-07-03'], 900, { service: 'all', recorded: '2026-06-01' });
    expect(madeAgain(next(own))['contacts-by-channel']).toEqual(['2023', '2024', '2025', '2026']);
  });

  test('every year of a dataset whose definition changed, and of those that read it', () => {
    const raised = change(({ title }) => (title.startsWith('Contacts') ? { version: '1.1.0' } : {}));
    const release = published(facts, { asOf: '2026-06-01', before: first, definitions: raised });
    const every = ['2023', '2024', '2025', '2026'];
    const changed = { 'contacts-by-channel': every, 'digital-take-up': every, 'cost-per-contact': every };
    expect(madeAgain(release)).toEqual({ ...NIGHTLY, ...changed });
  });

  test('every year, when the code that makes releases is another', () => {
    const withCode = (code: string, asOf: string, before: Former | null) => {
      const database = openFactDatabase();
      try {
        database.put(cellsOfAll(facts));
        return publish({ database, asOf, definitions, publisher, councils, before, code });
      } finally {
        database.close();
      }
    };
    const made = withCode('one', '2026-05-31', null);
    expect(madeAgain(withCode('one', '2026-06-01', made))).toEqual(NIGHTLY);
    const other = withCode('other', '2026-06-01', made);
    expect(madeAgain(other)['notices']).toEqual(['2023', '2024', '2025', '2026']);
    expect(bytesOf(other)).toEqual(bytesOf(withCode('one', '2026-06-01', made)));
  });
});
