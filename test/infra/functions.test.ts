import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Resource, stackOf } from './stacks.ts';

const { of, resources } = stackOf('stockton', 'production');
const functions = of('AWS::Lambda::Function');
const nameOf = (each: Resource): string => each.Properties['Description'];

// Every function there is, by its name: functions/<capability>/<verb-noun>/env.ts.
const ROOT = new URL('../../', import.meta.url);
const envFiles = new Map(
  globSync('functions/*/*/env.ts', { cwd: ROOT.pathname }).map((path) => [
    basename(dirname(path)),
    new URL(path, ROOT),
  ]),
);

describe('metrics', () => {
  it('of our own count log lines that say a fixed word, and take over nothing else', () => {
    const filters = of('AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
    expect(filters.length).toBeGreaterThan(5);
    for (const { FilterPattern, MetricTransformations } of filters) {
      expect(FilterPattern).toMatch(/^\{ \$\.message = "[a-z-]+" \}$/);
      const names = { MetricName: expect.stringMatching(/^[a-z-]+\/[a-z-]+$/), MetricNamespace: expect.any(String) };
      expect(MetricTransformations).toEqual([{ ...names, MetricValue: '1' }]);
    }
  });
});

describe('functions', () => {
  it('are all deployed', () => {
    expect(functions.map(([, each]) => nameOf(each)).sort()).toEqual([...envFiles.keys()].sort());
  });

  it.each(functions.map(([, each]) => [nameOf(each), each] as const))(
    '%s has exactly the variables of its env.ts',
    async (name, { Properties }) => {
      const { ENV } = (await import(envFiles.get(name)!.href)) as { ENV: readonly string[] };
      const { NODE_OPTIONS, ...variables } = Properties['Environment'].Variables;
      expect(Object.keys(variables).sort()).toEqual([...ENV].sort());
      expect(NODE_OPTIONS).toMatch(/^--enable-source-maps( |$)/); // Node's own
    },
  );

  it.each(functions)('%s runs on Node 24 and arm64, with a log of its own that is kept for a time', (_, each) => {
    expect(each.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    });
    const log = resources[each.Properties['LoggingConfig'].LogGroup.Ref]!;
    expect(log.Properties['RetentionInDays']).toBe(365);
  });

  it('has room for large files where they are taken apart alone', () => {
    const roomy = functions.filter(([, each]) => each.Properties['EphemeralStorage']);
    expect(roomy.map(([, each]) => [nameOf(each), each.Properties['EphemeralStorage'].Size])).toEqual([
      ['import-file', 4096],
      ['publish-datasets', 4096],
    ]);
  });

  it('gives what is in flight room by memory, and keeps the heap of the importing worker small: its file may be of any size', () => {
    for (const [, each] of functions) {
      const { MemorySize, Environment } = each.Properties;
      const [young, old] = nameOf(each) === 'import-file' ? [8, 128] : [MemorySize / 8, MemorySize / 2];
      const heap = `--max-semi-space-size=${young} --max-old-space-size=${old}`;
      expect(Environment.Variables.NODE_OPTIONS).toBe(`--enable-source-maps ${heap}`);
      expect(3 * young + old).toBeLessThan(MemorySize); // V8 has three semi-spaces at most; Node needs the rest
    }
  });

  it('never shifts the clock on AWS', () => {
    for (const [, each] of functions) expect(each.Properties['Environment'].Variables.CLOCK_SHIFT_MS).toBe('0');
  });

  it('stays within the 4 KB that Lambda allows for variables', () => {
    for (const [, each] of functions) {
      expect(JSON.stringify(each.Properties['Environment'].Variables).length).toBeLessThan(3_500);
    }
  });
});
