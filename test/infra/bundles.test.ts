import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { synthLocal } from '../../infra/app.ts';
import { councilOf } from '../../infra/config/councils.ts';
import { LEFT_IN } from '../../infra/constructs/bundle.ts';
import { readAssets } from '../../infra/local/engine/stack/assembly.ts';
import type { Resource } from './stacks.ts';

const outdir = mkdtempSync(join(tmpdir(), 'crier-synth-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const { stackName, cdkOut } = synthLocal({
  council: councilOf('darlington'),
  notifyUrl: 'http://127.0.0.1:6012',
  clockShiftMs: -86_400_000,
  outdir,
});
const template = JSON.parse(readFileSync(join(cdkOut, `${stackName}.template.json`), 'utf8')) as {
  Resources: Record<string, Resource>;
};
const assets = readAssets(cdkOut);
const functions = Object.values(template.Resources)
  .filter(({ Type }) => Type === 'AWS::Lambda::Function')
  .map(({ Properties }) => ({
    name: Properties['Description'] as string,
    variables: Properties['Environment'].Variables as Record<string, unknown>,
    folder: assets.get(Properties['Code'].S3Key)!,
  }));

/** Node's own loader: the test runner's would transform a megabyte each. */
const load: (path: string) => Promise<Record<string, unknown>> = runInThisContext('(path) => import(path)', {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});

const at = (...path: string[]) => pathToFileURL(join(...path)).href;

describe('the stack for one machine', () => {
  it('has the council, the Notify and the clock that were asked for', () => {
    expect(stackName).toBe('crier-darlington-local');
    expect(functions).toHaveLength(23);
    for (const { variables } of functions) {
      expect(variables.CLOCK_SHIFT_MS).toBe('-86400000');
      expect(['darlington', undefined]).toContain(variables.COUNCIL); // receive-file is told of its sources alone
      if (variables.SETTINGS) expect(JSON.parse(String(variables.SETTINGS)).phone).toMatch(/^01632 960\d{3}$/);
    }
    expect(functions.find(({ name }) => name === 'send-notices')!.variables).toMatchObject({
      NOTIFY_URL: 'http://127.0.0.1:6012',
    });
  });

  it('is refused for a council that is not there', () => {
    expect(() => councilOf('atlantis')).toThrow('there is no council "atlantis"');
  });
});

/** Functions of which a part is loaded only when it is needed. */
const TAKE_DOCUMENTS = ['plan-notices', 'send-notices', 'track-notices'];
const LOAD_LATER = ['publish-datasets', ...TAKE_DOCUMENTS];

/** Functions that read files of the project: datasets, layouts of files, samples, guides. */
const FILES_READ: Record<string, string[]> = {
  'publish-datasets': ['functions'],
  'publish-catalogue': ['contracts', 'events', 'functions'],
  'import-file': ['contracts'],
};

describe('bundles that share what several functions have', () => {
  vi.stubEnv(LEFT_IN, undefined); // those that were left are a file for each
  const shared = synthLocal({
    ...{ council: councilOf('darlington'), notifyUrl: 'http://127.0.0.1:6012', clockShiftMs: 0, isShared: true },
    outdir: join(outdir, 'shared'),
  });
  vi.unstubAllEnvs();
  const folders = [...readAssets(shared.cdkOut).values()].filter((folder) => existsSync(join(folder, 'index.mjs')));

  it('stand each by itself, and do the same', async () => {
    expect(folders).toHaveLength(functions.length);
    for (const folder of folders) {
      expect(readdirSync(folder).length).toBeGreaterThan(10);
      expect(Object.keys(await load(at(folder, 'index.mjs')))).toEqual(['handler']);
      if (existsSync(join(folder, 'later.mjs'))) await load(at(folder, 'later.mjs'));
    }
  });
});

describe('bundles', () => {
  it.each(functions)('$name is one module with its source map, and the files it reads', ({ name, folder }) => {
    const files = FILES_READ[name] ?? [];
    const later = LOAD_LATER.includes(name) ? ['later.mjs', 'later.mjs.map'] : [];
    expect(readdirSync(folder).sort()).toEqual([...files, 'index.mjs', 'index.mjs.map', ...later]);
    expect(JSON.parse(readFileSync(join(folder, 'index.mjs.map'), 'utf8')).sourcesContent).toBeUndefined();
  });

  it.each(functions)(
    '$name loads without anything beside it, and does nothing but export its handler',
    async (each) => {
      const loaded = await load(at(each.folder, 'index.mjs'));
      expect(Object.keys(loaded)).toEqual(['handler']);
      expect(loaded.handler).toBeTypeOf('function');
    },
  );

  it('give publish-datasets what makes a release as a file of its own, which its handler loads', async () => {
    const { folder } = functions.find(({ name }) => name === 'publish-datasets')!;
    expect(readFileSync(join(folder, 'index.mjs'), 'utf8')).toMatch(/import\("\.\/later\.mjs"\)/);
    const later = await load(at(folder, 'later.mjs'));
    expect(Object.keys(later).sort()).toEqual(['pages', 'readDefinitions', 'releaseFrom']);
    expect(statSync(join(folder, 'later.mjs')).size / 1000).toBeLessThan(3000);
  });

  it.each(TAKE_DOCUMENTS)(
    'give %s the client of S3 as a file of its own, which the first document loads',
    async (of) => {
      const { folder } = functions.find(({ name }) => name === of)!;
      expect(readFileSync(join(folder, 'index.mjs'), 'utf8')).toMatch(/import\("\.\/later\.mjs"\)/);
      const later = await load(at(folder, 'later.mjs'));
      expect(Object.keys(later).sort()).toEqual(['documentsOn', 'objects']);
    },
  );

  it('give publish-datasets every definition, and no code', () => {
    const { folder } = functions.find(({ name }) => name === 'publish-datasets')!;
    const datasets = 'functions/performance/datasets';
    const source = join(import.meta.dirname, '../..', datasets);
    const travelled = readdirSync(join(folder, datasets), { recursive: true, encoding: 'utf8' });
    expect(travelled.sort()).toEqual(readdirSync(source, { recursive: true, encoding: 'utf8' }).sort());
    expect(travelled.filter((file) => file.endsWith('.ts'))).toEqual([]);
  });

  // The AWS SDK's clients make up most of each; those that call Notify carry its client, axios and a JWT library too.
  const KILOBYTES: Record<string, number> = {
    'send-notices': 1150, // with the wordings of thirty types
    'reconcile-notices': 1150,
    'count-ledger': 1100,
    'import-file': 850,
    'publish-catalogue': 850, // with every contract, and what pages are written with
  };
  it.each(functions)('$name stays small, so that it starts quickly', ({ name, folder }) => {
    const kilobytes = statSync(join(folder, 'index.mjs')).size / 1000;
    expect(kilobytes).toBeLessThan(KILOBYTES[name] ?? 750);
    expect(kilobytes).toBeGreaterThan(50);
  });
});
