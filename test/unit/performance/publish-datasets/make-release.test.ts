import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../../functions/performance/facts/fact.ts';
import { objectsOf } from '../../../../functions/performance/facts/objects.ts';
import { cellsOfAll } from '../../../../functions/performance/publication/cells.ts';
import { readDefinitions } from '../../../../functions/performance/publication/definitions.ts';
import { openFactDatabase } from '../../../../functions/performance/publication/fact-database.ts';
import { releasesIn } from '../../../../functions/performance/publication/files/releases.ts';
import { publish } from '../../../../functions/performance/publication/publish.ts';
import { replay } from '../../../../functions/performance/publication/replay.ts';
import { releaseFrom } from '../../../../functions/performance/publish-datasets/make-release.ts';
import { publishDatasets } from '../../../../functions/performance/publish-datasets/publish-datasets.ts';
import { keyOf } from '../../../../functions/performance/site/site.ts';
import { councilOf, publisherOf } from '../../../../infra/config/councils.ts';
import { inMemoryFacts } from '../../../support/fact-store.ts';
import { inMemorySite } from '../../../support/site.ts';

const publisher = publisherOf(councilOf('stockton'));
const definitions = await readDefinitions(join(import.meta.dirname, '../../../../functions/performance/datasets'));
const settings = { definitions, publisher, councils: [publisher] };

let made = 0;
const nextId = () => {
  made += 1;
  return `count-${made}`;
};
const counted = (day: string, recorded: string, contacts: number, revision = 1): Fact => ({
  id: nextId(),
  measure: 'contacts-counted',
  day,
  recorded,
  area: 'E06000004',
  source: 'contact-centre',
  service: 'council-tax',
  channel: 'telephone',
  from: day,
  to: day,
  contacts,
  revision,
});

async function world(...facts: Fact[]) {
  const store = inMemoryFacts();
  const all: Fact[] = [];
  const record = async (...more: Fact[]) => {
    all.push(...more);
    for (const object of objectsOf(more)) await store.write(object);
  };
  await record(...facts);
  const { site, memory, get } = inMemorySite();
  const release = releaseFrom(store, memory, settings);
  const deps = { release, site, memory, notFound: Buffer.from(''), tell: () => {} };
  /** Every release computed again from the facts, as `crier datasets verify` does: what stands must be what comes out. */
  const verify = async () => {
    const database = openFactDatabase();
    database.put(cellsOfAll(all));
    const { digest } = await site.pointer();
    const read = async (path: string) => site.read(keyOf(path, digest ?? ''));
    const chain = releasesIn(new Map([['open-data/releases.json', (await read('open-data/releases.json'))!]]));
    let last = new Map<string, Uint8Array>();
    for await (const { entry, release: again } of replay({ ...settings, database }, chain, read)) {
      if (!entry.reopened) expect(again.digest).toBe(entry.digest);
      last = again.files;
    }
    for (const [path, bytes] of last) expect(Buffer.from((await read(path))!).equals(bytes), path).toBe(true);
    return chain;
  };
  return { store, record, deps, get, verify, publish: (asOf: string) => publishDatasets(deps, { asOf }) };
}

const CSV = 'open-data/contacts-by-channel/contacts-by-channel.csv';

describe('a release from the store of facts', () => {
  test('is what the facts give by themselves, however they lie in objects', async () => {
    const facts = [counted('2026-09-01', '2026-09-02', 40), counted('2026-09-02', '2026-09-03', 50)];
    const { publish: publishNow, get, record } = await world(facts[0]!);
    await record(facts[1]!, facts[0]!);
    await publishNow('2026-09-10');
    const database = openFactDatabase();
    database.put(cellsOfAll(facts));
    const alone = publish({ ...settings, database, asOf: '2026-09-10', before: null });
    for (const [path, bytes] of alone.files) expect(get(path), path).toBe(Buffer.from(bytes).toString());
  });

  test('leaves out what was recorded after its day', async () => {
    const { publish: publishNow, get } = await world(
      counted('2026-09-01', '2026-09-02', 40),
      counted('2026-09-02', '2026-09-04', 50),
    );
    await publishNow('2026-09-03');
    expect(get(CSV)).toContain('2026-09-01');
    expect(get(CSV)).not.toContain('day,2026-09-02');
  });

  test('is not made from a fact file that is cut short', async () => {
    const { store, publish: publishNow } = await world(counted('2026-09-01', '2026-09-02', 40));
    const [[key, body]] = [...store.objects] as [[string, string]];
    store.objects.set(key, body.slice(0, -20));
    await expect(publishNow('2026-09-10')).rejects.toThrow('cannot be read');
  });

  test('can be computed again, night after night, with a correction', async () => {
    const { publish: publishNow, record, verify, get } = await world(counted('2026-09-01', '2026-09-02', 40));
    await publishNow('2026-09-02');
    await record(counted('2026-09-01', '2026-09-03', 44, 2), counted('2026-09-02', '2026-09-03', 50));
    await publishNow('2026-09-03');
    expect(get(CSV)).toContain(',44,');
    expect(get('open-data/contacts-by-channel/revisions.csv')).toContain('40');
    expect((await verify()).some(({ reopened }) => reopened)).toBe(false);
  });

  test('that was made before its day was over is marked when facts of that day follow, and the next can be verified', async () => {
    const { publish: publishNow, record, verify, get } = await world(counted('2026-09-01', '2026-09-02', 40));
    await publishNow('2026-09-02');
    await record(counted('2026-09-01', '2026-09-02', 44, 2));
    await publishNow('2026-09-03');
    expect(get(CSV)).toContain(',44,');
    expect(get('open-data/contacts-by-channel/v/2026-09-02/contacts-by-channel.csv')).toContain(',40,');
    expect((await verify()).map(({ asOf, reopened }) => [asOf, reopened])).toEqual([
      ['2026-09-02', true],
      ['2026-09-03', undefined],
    ]);
    await publishNow('2026-09-04');
    expect(await verify()).toHaveLength(3);
  });
});
