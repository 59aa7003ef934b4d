import fc from 'fast-check';
import type { Fact } from '../../functions/performance/facts/fact.ts';
import type { Definitions } from '../../functions/performance/publication/publish.ts';
import type { Former, Release, State } from '../../functions/performance/publication/types.ts';
import { addDays } from '../../functions/shared/calendar/london.ts';
import { answer, contact, count, definitions, notSent, published, stage } from './publication.ts';

/** Days about the ends of two financial years, and some of a third that nothing else touches. */
const DAYS = ['2024-03-28', '2024-03-31', '2024-04-01', '2024-05-20', '2025-03-30', '2025-04-02', '2025-04-20'];
const day = fc.constantFrom(...DAYS);
const some = <One extends string>(...of: One[]) => fc.constantFrom(...of);
const channel = some('telephone', 'email', 'self_serve');
const service = some('waste', 'council-tax');

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
      count([on, addDays(on, days)], contacts, { ...of, revision, recorded }),
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

export const nights = fc.array(
  fc.record({ facts: fc.array(told, { maxLength: 6 }), days: fc.constantFrom(1, 1, 7, 14, 40) }),
  { minLength: 2, maxLength: 6 },
);
type Nights = typeof nights extends fc.Arbitrary<infer One> ? One : never;

/** All releases of a chain, each looking back on the one before it by the state that it left, as `left` passes it on. */
export function releasesOf(chain: Nights, left: (state: State) => State, by: Definitions = definitions): Release[] {
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
export function chainFacts(chain: Nights) {
  const known = KNOWN.get(chain);
  if (known) return known;
  let asOf = '2025-03-31';
  const made = chain.map(({ facts, days }, night) => {
    if (night > 0) asOf = addDays(asOf, days);
    return { facts: facts.flatMap((tell) => tell(asOf)), asOf };
  });
  KNOWN.set(chain, made);
  return made;
}
