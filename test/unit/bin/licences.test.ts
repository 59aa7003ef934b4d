import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Bom, licences, refused } from '../../../infra/pipeline/licences.ts';

const bom = (...all: [name: string, ...licences: string[]][]): Bom => ({
  components: all.map(([name, ...given]) => ({
    name,
    version: '1.0.0',
    licenses: given.map((each) => (/ /.test(each) ? { expression: each } : { license: { id: each } })),
  })),
});

describe('licences', () => {
  it('that ask for nothing but a notice are taken, and one of a choice is enough', () => {
    expect(refused(bom(['a', 'MIT'], ['b', '(MIT OR GPL-3.0)'], ['c', 'MIT', 'Apache-2.0']))).toEqual([]);
  });

  it('that ask for more, or are not said, are refused by the package', () => {
    expect(refused(bom(['a', 'GPL-3.0'], ['b'], ['c', 'MIT AND AGPL-3.0'], ['d', 'MIT', 'SSPL-1.0']))).toEqual([
      'a@1.0.0 (GPL-3.0)',
      'b@1.0.0 (none said)',
      'c@1.0.0 (MIT AND AGPL-3.0)',
      'd@1.0.0 (MIT AND SSPL-1.0)',
    ]);
  });

  it('of what is deployed are all taken', () => {
    type Locked = { license?: string; dev?: boolean; devOptional?: boolean; version: string };
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
    const deployed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
    const all: Bom = {
      components: deployed.map(([path, { license, version }]) => ({
        name: path.slice(path.lastIndexOf('node_modules/') + 13),
        version,
        licenses: license ? [{ expression: license }] : [],
      })),
    };
    expect(licences(all).flatMap(([, each]) => each).length).toBeGreaterThan(100);
    expect(refused(all)).toEqual([]);
  });
});
