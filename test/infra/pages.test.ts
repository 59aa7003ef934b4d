import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stackOf } from './stacks.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const { resources, of, template } = stackOf('stockton', 'production');

/** What outlives its stack, by logical ids without the CDK's hash. */
const retained = Object.entries(resources)
  .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'))
  .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));

it('decommissioning names all that outlives its stack, and nothing else', () => {
  const table = read('docs/decommissioning.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what '))
    .map((line) => line.split(' | ')[1] ?? '');
  const named = table.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, id]) => id));
  expect(named.sort()).toEqual(retained.sort());
});

const crier = read('bin/crier.ts');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Outputs of what a council has only when its file says so: a name of its own, and who delivers and fetches. */
const CONFIGURED = new Set(['CertificateArn', 'DeliveryRoleArn', 'FetchRoleArn']);
const outputs = Object.keys(template.toJSON()['Outputs'] as object);

describe.each([
  'docs/deploy.md',
  'docs/notify.md',
  'docs/decommissioning.md',
  'docs/recovery.md',
  'infra/bootstrap/README.md',
])('%s', (page) => {
  const text = read(page);
  const all = (pattern: RegExp) => [...text.matchAll(pattern)];

  it('calls commands that there are, with options that they take', async () => {
    const calls = all(/npm run crier -- ([a-z-]+)([^\n`#|]*)/g);
    const wrong = [];
    for (const [call, name = '', rest = ''] of calls) {
      const file = new RegExp(`\\b${name}'?: async .*import\\('(.*)'\\)\\)`).exec(crier)?.[1];
      const options = [...rest.matchAll(/ --([a-z-]+)/g)].map(([, option = '']) => option);
      const own = file ? read(join('bin', file)) + read('bin/commands/options.ts') + read('bin/commands/stack.ts') : '';
      if (!file || options.some((option) => !new RegExp(`^\\s+'?${option}'?: \\{`, 'm').test(own))) wrong.push(call);
    }
    expect(wrong).toEqual([]);
  });

  it('runs scripts, hands over files and names outputs that there are', () => {
    const run = all(/npm run (?!crier -- )([\w:-]+)/g).map(([, name = '']) => name);
    expect(run.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const files = [...all(/file:\/\/([\w./-]+)/g), ...all(/`(infra\/config\/[a-z-]+\.ts)`/g)].map(
      ([, path = '']) => path,
    );
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const named = all(/outputs? `(\w+)…?`(?: and `(\w+)`)?/g).flatMap(([, a, b]) =>
      [a, b].filter((each) => each !== undefined),
    );
    expect(named.filter((name) => !CONFIGURED.has(name) && !outputs.some((each) => each.startsWith(name)))).toEqual([]);
  });

  it('finds the resources that its commands ask for', () => {
    const asked = all(/\$\(of (AWS::\w+::\w+) (\w+)\)/g);
    const found = asked.map(([, type = '', pattern = '']) => of(type).filter(([id]) => id.startsWith(pattern)).length);
    expect(found.filter((each) => each !== 1)).toEqual([]);
  });
});
