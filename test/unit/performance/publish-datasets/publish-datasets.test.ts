import { describe, expect, test } from 'vitest';
import { type Deps, publishDatasets } from '../../../../functions/performance/publish-datasets/publish-datasets.ts';
import { contentTypeOf } from '../../../../functions/performance/site/content-types.ts';
import { Killed, killing } from '../../../support/kill.ts';
import { inMemorySite } from '../../../support/site.ts';

const PATHS = ['open-data/index.html', 'open-data/contacts/contacts.csv', 'open-data/contacts/revisions.csv'];

/** A release that shows in each file which facts, day and former release it was made from. */
function releaseOf(facts: () => string, befores: (string[] | null)[] = []): Deps['release'] {
  return async ({ asOf, before }) => {
    befores.push(before && [...before.files.keys(), Buffer.from(before.state).toString()].sort());
    const text = `${asOf} ${facts()}`;
    const dated = `open-data/contacts/v/${asOf}/contacts.csv`;
    return {
      files: new Map([...PATHS, dated].map((path) => [path, Buffer.from(text)])),
      problems: [],
      state: Buffer.from(`state of ${text}`),
    };
  };
}

function world(facts = { now: 'first' }) {
  const on = inMemorySite();
  const befores: (string[] | null)[] = [];
  const told: Parameters<Deps['tell']>[0][] = [];
  const deps: Deps = {
    release: releaseOf(() => facts.now, befores),
    site: on.site,
    memory: on.memory,
    notFound: Buffer.from('nothing here'),
    tell: (problem) => void told.push(problem),
  };
  const publish = (asOf = '2026-09-29', to = deps) => publishDatasets(to, { asOf });
  /** What readers see of each stable address: one text, if the release is whole. */
  const seen = () => [...new Set(PATHS.map((path) => on.get(path)))];
  return { ...on, deps, befores, told, publish, seen, facts };
}

describe('publishing', () => {
  test('shows nothing before the first release, and then all of it', async () => {
    const { publish, seen, get, befores, deps } = world();
    expect(seen()).toEqual([undefined]);
    expect(await publish()).toMatchObject({ kind: 'published' });
    expect(seen()).toEqual(['2026-09-29 first']);
    expect(get('open-data/contacts/v/2026-09-29/contacts.csv')).toBe('2026-09-29 first');
    expect(befores).toEqual([null]);
    expect(Buffer.from((await deps.site.read('open-data/404.html'))!).toString()).toBe('nothing here');
  });

  test('hands the former release, without its dated copies, to the next', async () => {
    const { publish, befores } = world();
    await publish('2026-09-28');
    await publish('2026-09-29');
    expect(befores[1]).toEqual([...PATHS, 'state of 2026-09-28 first'].sort());
  });

  test('changes nothing when the bytes are the same', async () => {
    const { publish, deps, objects, site } = world();
    const first = await publish('2026-09-28');
    const before = [...objects];
    const pointer = await site.pointer();
    const same: Deps = { ...deps, release: () => deps.release({ asOf: '2026-09-28', before: null }) };
    expect(await publish('2026-09-29', same)).toEqual({ kind: 'unchanged', digest: first.digest });
    expect([...objects]).toEqual(before);
    expect(await site.pointer()).toEqual(pointer);
  });

  test('never overwrites the dated copy of a day that was released', async () => {
    const { publish, deps, get, seen, facts } = world();
    await publish('2026-09-28');
    facts.now = 'corrected';
    await publish('2026-09-28');
    expect(seen()).toEqual(['2026-09-28 first']);
    const old: Deps = {
      ...deps,
      release: async (about) => {
        const made = await deps.release(about);
        const again = ['open-data/contacts/v/2026-09-28/contacts.csv', Buffer.from('otherwise')] as const;
        return { ...made, files: new Map([...made.files, again]) };
      },
    };
    await publish('2026-09-29', old);
    expect(get('open-data/contacts/v/2026-09-28/contacts.csv')).toBe('2026-09-28 first');
    expect(get('open-data/contacts/v/2026-09-29/contacts.csv')).toBe('2026-09-29 corrected');
  });

  test('releases a day once, and does not go back behind a newer one', async () => {
    const { publish, seen, facts } = world();
    await publish('2026-09-29');
    facts.now = 'second';
    expect((await publish('2026-09-29')).kind).toBe('stands');
    expect((await publish('2026-09-28')).kind).toBe('stands');
    expect(seen()).toEqual(['2026-09-29 first']);
  });

  test('leaves the pointer to the release that has switched it meanwhile', async () => {
    const { publish, deps, site, seen, facts } = world();
    await publish('2026-09-28');
    const slow: Deps = {
      ...deps,
      release: async (about) => {
        const made = await deps.release(about);
        facts.now = 'newer';
        await publish('2026-09-29');
        return made;
      },
    };
    expect((await publish('2026-09-29', slow)).kind).toBe('overtaken');
    expect(seen()).toEqual(['2026-09-29 newer']);
    expect((await site.pointer()).digest).not.toBeNull();
  });

  test.each([
    ['cannot be made', async () => Promise.reject(new Error('bad facts')), 'bad facts'],
    ['is empty', async () => ({ files: new Map(), problems: [], state: Buffer.of() }), 'no files'],
  ])('keeps the former release when the next one %s', async (_, release, message) => {
    const { publish, deps, seen } = world();
    await publish('2026-09-28');
    await expect(publish('2026-09-29', { ...deps, release })).rejects.toThrow(message);
    expect(seen()).toEqual(['2026-09-28 first']);
  });

  test('stops when the former release is not whole', async () => {
    const { publish, objects } = world();
    const { digest } = await publish('2026-09-28');
    objects.set(`releases/${digest}/open-data/index.html`, Buffer.from('else'));
    await expect(publish('2026-09-29')).rejects.toThrow('not whole: open-data/index.html');
  });

  test('stops when what the former release hid is forgotten', async () => {
    const { publish, remembered, seen } = world();
    await publish('2026-09-28');
    remembered.clear();
    await expect(publish('2026-09-29')).rejects.toThrow('would not stay hidden');
    expect(seen()).toEqual(['2026-09-28 first']);
  });

  test('keeps what is hidden out of the site', async () => {
    const { publish, objects } = world();
    await publish();
    expect([...objects.values()].map((each) => Buffer.from(each).toString())).not.toContainEqual(
      expect.stringContaining('state of'),
    );
  });

  test('tells what was wrong with the facts', async () => {
    const { deps, publish, told } = world();
    const problem = { source: 's', code: 'absurd', text: 't' };
    const release: Deps['release'] = async (about) => ({ ...(await deps.release(about)), problems: [problem] });
    await publish('2026-09-29', { ...deps, release });
    expect(told).toEqual([problem]);
  });
});

describe('killed at any await', () => {
  /** Publishes once, then again with other facts and a worker that dies, then with one that lives. */
  async function dying(at: number, when: 'before' | 'after') {
    const here = world();
    await here.publish('2026-09-28');
    here.facts.now = 'second';
    const mortal = killing({ release: here.deps.release, site: here.deps.site, memory: here.memory }, at, when);
    const end = await here.publish('2026-09-29', { ...here.deps, ...mortal }).catch((error: unknown) => error);
    const afterDeath = here.seen();
    here.facts.now = 'third'; // what a dead run left behind must not be taken for this one's
    await here.publish('2026-09-29');
    return { here, end, afterDeath };
  }

  const calls = 16; // pointer, manifest, state, three files, release, four files, page for no address, state, manifest, pointer; one not made
  test.each(Array.from({ length: calls }, (_, at) => at))('call %i', async (at) => {
    for (const when of ['before', 'after'] as const) {
      const { here, end, afterDeath } = await dying(at, when);
      const switched = at > 14 || (at === 14 && when === 'after');
      expect(afterDeath).toEqual([switched ? '2026-09-29 second' : '2026-09-28 first']);
      expect(end instanceof Killed).toBe(at < 15);
      expect(here.seen()).toEqual([switched ? '2026-09-29 second' : '2026-09-29 third']);
      const dated = here.get('open-data/contacts/v/2026-09-29/contacts.csv');
      expect(dated).toBe(switched ? '2026-09-29 second' : '2026-09-29 third');
    }
  });
});

describe('media types', () => {
  test.each([
    ['a/a.csv', 'text/csv; charset=utf-8; header=present'],
    ['a/a.csv-metadata.json', 'application/csvm+json'],
    ['catalog.jsonld', 'application/ld+json'],
    ['data.json', 'application/json; charset=utf-8'],
    ['index.html', 'text/html; charset=utf-8'],
  ])('%s is %s', (path, type) => {
    expect(contentTypeOf(path)).toBe(type);
  });

  test('are named for every kind of file', () => {
    expect(() => contentTypeOf('a.xyz')).toThrow('content-types.ts');
  });
});
