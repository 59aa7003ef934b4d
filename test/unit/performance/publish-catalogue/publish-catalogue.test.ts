import { expect, test } from 'vitest';
import { publishCatalogue } from '../../../../functions/performance/publish-catalogue/publish-catalogue.ts';
import { inMemorySite } from '../../../support/site.ts';

const filesOf = (text: string) => () => new Map([['catalogue/index.html', Buffer.from(text)]]);

test('publishes what the code has, once, and a change of it in place of what was there', async () => {
  const { site, objects, get } = inMemorySite();
  expect((await publishCatalogue({ site, files: filesOf('one') })).kind).toBe('published');
  expect(get('catalogue/index.html')).toBe('one');
  const before = objects.size;
  expect((await publishCatalogue({ site, files: filesOf('one') })).kind).toBe('unchanged');
  expect(objects.size).toBe(before);
  expect((await publishCatalogue({ site, files: filesOf('two') })).kind).toBe('published');
  expect(get('catalogue/index.html')).toBe('two');
});

test('readers see the former one, whole, while the next is written or its writer dies', async () => {
  const { site, get } = inMemorySite();
  await publishCatalogue({ site, files: filesOf('one') });
  const dies = { ...site, point: async () => Promise.reject(new Error('killed')) };
  await expect(publishCatalogue({ site: dies, files: filesOf('two') })).rejects.toThrow('killed');
  expect(get('catalogue/index.html')).toBe('one');
  expect((await publishCatalogue({ site, files: filesOf('two') })).kind).toBe('published');
  expect(get('catalogue/index.html')).toBe('two');
});

test('looks again when a release of open data moved a pointer of the same store, and gives up at the fifth', async () => {
  const { site, get } = inMemorySite();
  let moved = 0;
  const busy = (times: number) => ({
    ...site,
    point: async (digest: string, seen: Parameters<typeof site.point>[1]) =>
      moved++ < times ? false : site.point(digest, seen),
  });
  expect((await publishCatalogue({ site: busy(4), files: filesOf('one') })).kind).toBe('published');
  expect(get('catalogue/index.html')).toBe('one');
  moved = 0;
  await expect(publishCatalogue({ site: busy(5), files: filesOf('two') })).rejects.toThrow('moved by others 5 times');
  expect(get('catalogue/index.html')).toBe('one');
});
