import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'crier-subscribers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (list: string) => {
  const file = join(folder, 'subscribers.json');
  writeFileSync(file, list);
  const command = join(import.meta.dirname, '../../bin/start.ts');
  return spawnSync(process.execPath, [command, '--once', '--subscribers', file], { encoding: 'utf8' });
};

test('a list of subscribers that is wrong ends with 2 before anything runs, every fault named and no secret', () => {
  const { status, stdout, stderr } = start(
    JSON.stringify([
      { name: 'X', owner: 'a', secret: 'whsec_hidden', transport: { kind: 'webhook', url: 'http://a' } },
    ]),
  );
  expect(status).toBe(2);
  expect(stdout).toBe('');
  const faults = [
    'name',
    'events',
    'fields',
    'retry',
    'transport.url',
    'transport.timeout_seconds',
    'transport.per_second',
    'secret',
  ];
  expect(
    stderr
      .trim()
      .split('\n')
      .map((line) => /^subscribers: #1: (\S+) should be ./.exec(line)?.[1]),
  ).toEqual(faults);
  expect(stderr).not.toContain('hidden');
});

test('one that is no JSON ends with 2 as well', () => {
  expect(start('name: my-stockton')).toMatchObject({
    status: 2,
    stderr: 'subscribers: the list: itself should be JSON\n',
  });
});
