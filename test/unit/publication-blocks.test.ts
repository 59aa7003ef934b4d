import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../functions/performance/facts/fact.ts';
import { openBase } from '../../functions/performance/publication/base.ts';
import { cellsOfAll } from '../../functions/performance/publication/cells.ts';
import { type Definitions, publish } from '../../functions/performance/publication/publish.ts';
import { stateBytes, stateIn } from '../../functions/performance/publication/state.ts';
import type { Former, Release, State } from '../../functions/performance/publication/types.ts';
import { addDays } from '../../functions/shared/calendar/london.ts';
import { councils } from '../../infra/config/councils.ts';
import { answer, contact, count, definitions, notSent, published, publisher, stage } from '../support/publication.ts';

const bytesOf = ({ files }: Release) =>
  [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('latin1')]);
const change = (each: (dataset: Definitions['datasets'][number]['definition']) => object): Definitions => ({
  ...definitions,
  datasets: definitions.datasets.map((dataset) => ({
    ...dataset,
    definition: { ...dataset.definition, ...each(dataset.definition) },
  })),
});
const unprotected = change(() => ({ protect: undefined }));
const ofAllYears = change(() => ({ protect: undefined, by: undefined }));

/** Days about the ends of two financial years, and some of a third that nothing else touches. */
const DAYS = ['2024-03-28', '2024-03-31', '2024-04-01', '2024-05-20', '2025-03-30', '2025-04-02', '2025-04-20'];
const day = fc.constantFrom(...DAYS);
const some = <One extends string>(...of: One[]) => fc.constantFrom(...of);
const channel = some('telephone', 'email', 'self_serve');
const service = some('waste', 'council-tax');
const later = (from: string, days: number) => addDays(from, days);

/** What a source may tell, as facts that were recorded on a day. */
const told = fc.oneof(
  fc.record({ on: day, service, channel, many: fc.integer({ min: 1, max: 9 }) }).map(
    ({ on, many, ...of }) =>
      (recorded: string): Fact[] =>
        Array.from({ length: many }, () => contact(on, { ...of, recorded })),
  ),
  fc
    .record({
      on: day,
      days: fc.constantFrom(0, 6, 30),
      of: fc.record({ service: some('waste', 'council-tax', 'all'), channel, source: some('contact-centre', 'other') }),
      contacts: fc.integer({ min: 0, max: 60 }),
      revision: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ on, days, of, contacts, revision }) => (recorded: string): Fact[] => [
      count([on, later(on, days)], contacts, { ...of, revision, recorded }),
    ]),
  fc
    .record({ start: some('2024-04', '2024-05', '2025-03', '2025-04'), service: some('waste', 'all'), channel })
    .chain(({ start, ...of }) =>
      fc.integer({ min: 0, max: 900 }).map((contacts) => (recorded: string): Fact[] => {
        const last = { '2024-04': 30, '2024-05': 31, '2025-03': 31, '2025-04': 30 }[start];
        return [count([`${start}-01`, `${start}-${last}`], contacts, { ...of, recorded })];
      }),
    ),
  fc.record({ on: day, channel: some('telephone', 'email'), many: fc.integer({ min: 1, max: 12 }) }).map(
    ({ on, many, ...of }) =>
      (recorded: string): Fact[] =>
        Array.from({ length: many }, (_, n) => ({ ...answer(on, 1 + (n % 5), of), recorded })),
  ),
  // Stages of one notice on days of different years.
  fc.record({ on: day, ends: day, first: fc.integer({ min: 0, max: 30 }), many: fc.integer({ min: 1, max: 15 }) }).map(
    ({ on, ends, first, many }) =>
      (recorded: string): Fact[] =>
        Array.from({ length: many }, (_, n) => ({ notice: `n${first + n}`, recorded })).flatMap((about) => [
          stage(on, 'sent', about),
          stage(ends, first % 3 ? 'delivered' : 'failed', about),
          notSent(ends, { ...about, reason_class: first % 2 ? 'window' : 'opted-out' }),
        ]),
  ),
);
const nights = fc.array(
  fc.record({ facts: fc.array(told, { maxLength: 6 }), days: fc.constantFrom(1, 1, 7, 14, 40) }),
  { minLength: 2, maxLength: 6 },
);
type Nights = typeof nights extends fc.Arbitrary<infer One> ? One : never;

/** All releases of a chain, each looking back on the one before it by the state that it left, as `left` passes it on. */
function releasesOf(chain: Nights, left: (state: State) => State, by: Definitions = definitions): Release[] {
  const facts: Fact[] = [];
  const releases: Release[] = [];
  let asOf = '2025-03-31';
  let before: Former | null = null;
  for (const night of chainFacts(chain)) {
    facts.push(...night.facts);
    asOf = night.asOf;
    const release: Release = published(facts, { asOf, before, definitions: by });
    releases.push(release);
    before = { files: release.files, state: left(release.state) };
  }
  return releases;
}

const KNOWN = new WeakMap<object, { facts: Fact[]; asOf: string }[]>();
/** The same facts for every way to publish them: ids are counted up. */
function chainFacts(chain: Nights) {
  const known = KNOWN.get(chain);
  if (known) return known;
  let asOf = '2025-03-31';
  const made = chain.map(({ facts, days }, night) => {
    if (night > 0) asOf = later(asOf, days);
    return { facts: facts.flatMap((tell) => tell(asOf)), asOf };
  });
  KNOWN.set(chain, made);
  return made;
}

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
  }, 150_000);

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
  }, 150_000);

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
    expect(madeAgain(next(late))).toEqual({ ...NIGHTLY, notices: ['2024', '2025', '2026'] });
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
      const base = openBase();
      try {
        base.put(cellsOfAll(facts));
        return publish({ base, asOf, definitions, publisher, councils, before, code });
      } finally {
        base.close();
      }
    };
    const made = withCode('one', '2026-05-31', null);
    expect(madeAgain(withCode('one', '2026-06-01', made))).toEqual(NIGHTLY);
    const other = withCode('other', '2026-06-01', made);
    expect(madeAgain(other)['notices']).toEqual(['2023', '2024', '2025', '2026']);
    expect(bytesOf(other)).toEqual(bytesOf(withCode('one', '2026-06-01', made)));
  });
});
