import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact, Problem } from '../../../../functions/performance/facts/fact.ts';
import { factsIn, objectsOf } from '../../../../functions/performance/facts/objects.ts';
import { keepTogether, recordFacts } from '../../../../functions/performance/record-facts/record-facts.ts';
import { councilOf, factsCouncilOf } from '../../../../infra/config/councils.ts';
import { inMemoryFacts } from '../../../support/fact-store.ts';

const NOW = Date.parse('2026-09-29T23:30:00Z'); // 30 September in London

const answer = (id: string, data: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'council.intake',
  origin: 'contact-centre',
  council: 'stockton',
  type: 'council.contacts.satisfaction-answered.v1',
  time: '2026-09-29T09:00:00Z',
  data: { service: 'council-tax', channel: 'telephone', score: 4, on: '2026-09-29', ...data },
});

function world({ now = NOW } = {}) {
  const store = inMemoryFacts();
  const problems: Problem[] = [];
  const deps = {
    keep: keepTogether(store),
    council: factsCouncilOf(councilOf('stockton')),
    now: () => now,
    tell: (problem: Problem) => void problems.push(problem),
  };
  const record = (...events: unknown[]) => Promise.all(events.map((event) => recordFacts(deps, event)));
  const facts = () => [...store.objects].flatMap(([key, body]) => factsIn({ key, body }).facts);
  return { store, problems, record, facts };
}

describe('record-facts', () => {
  test('writes the facts of a batch as one object for each measure and day', async () => {
    const { store, record, facts } = world();
    await record(answer('a'), answer('b'), answer('c', { on: '2026-09-28' }), answer('d'));
    expect([...store.objects.keys()].map((key) => key.replace(/[\w-]{22}\.ndjson$/, '')).sort()).toEqual([
      'facts/satisfaction/2026-09-28/',
      'facts/satisfaction/2026-09-29/',
    ]);
    expect(facts()).toHaveLength(4);
    expect(new Set(facts().map(({ recorded }) => recorded))).toEqual(new Set(['2026-09-30']));
  });

  test('gives the same batch the same names, in any order and on another day, and leaves what is there', async () => {
    const events = ['a', 'b', 'c'].map((id) => answer(id));
    const { store, record } = world();
    await record(...events);
    const before = [...store.objects];
    const later = world({ now: NOW + 24 * 3_600_000 });
    await later.record(...events.toReversed());
    expect([...later.store.objects.keys()]).toEqual(before.map(([key]) => key));
    await record(...events);
    expect([...store.objects]).toEqual(before);
  });

  test('changes the right day when a fact is late', async () => {
    const { store, record } = world();
    await record(answer('late', { on: '2026-03-01' }));
    expect([...store.objects.keys()][0]).toMatch(/^facts\/satisfaction\/2026-03-01\//);
  });

  test('refuses what will not do, naming its source, and keeps the rest of the batch', async () => {
    const { record, problems, facts } = world();
    const outcomes = await record(answer('a'), answer('b', { score: 9 }), answer('c', { on: '2026-10-01' }));
    expect(outcomes).toEqual([
      { kind: 'done' },
      { kind: 'rejected', reason: 'invalid' },
      { kind: 'rejected', reason: 'future' },
    ]);
    expect(problems.map(({ event, code }) => [event, code])).toEqual([
      ['b', 'invalid'],
      ['c', 'future'],
    ]);
    expect(facts()).toHaveLength(1);
  });

  test('does not answer for a message before its facts are kept', async () => {
    const { record, store } = world();
    store.write = async () => {
      throw new Error('no bucket');
    };
    await expect(record(answer('a'))).rejects.toThrow('no bucket');
  });
});

describe('a fact object', () => {
  const fact = (n: number): Fact => ({
    id: `id${n}`,
    measure: 'contact',
    day: '2026-09-29',
    recorded: '2026-09-30',
    area: 'E06000004',
    source: 'contact-centre',
    service: 'council-tax',
    channel: 'telephone',
  });
  const [whole] = objectsOf([1, 2, 3].map(fact));

  test('gives back what was written, once each', () => {
    expect(whole && factsIn(whole)).toEqual({ facts: [1, 2, 3].map(fact), problems: [] });
    expect(objectsOf([fact(2), fact(1), fact(2), fact(3)])).toEqual([whole]);
  });

  test('that is cut short anywhere is refused by its name', () => {
    const { key, body } = whole!;
    fc.assert(
      fc.property(fc.nat(body.length - 1), (length) => {
        const { facts, problems } = factsIn({ key, body: body.slice(0, length) });
        expect(facts).toEqual([]);
        expect(problems).toMatchObject([{ source: key, code: 'fact-file' }]);
      }),
    );
  });

  test('in the wrong place is refused', () => {
    const { key, body } = whole!;
    for (const other of [
      key.replace('2026-09-29', '2026-09-28'),
      key.replace('/contact/', '/satisfaction/'),
      'x.ndjson',
    ]) {
      expect(factsIn({ key: other, body }).problems).toHaveLength(1);
    }
  });
});
