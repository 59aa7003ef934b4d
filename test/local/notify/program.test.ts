// npm run notify, as a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NotifyClient } from 'notifications-node-client';
import { describe, expect, it } from 'vitest';
import { openSandbox, until } from './client.ts';

const PROGRAM = resolve(import.meta.dirname, '../../../bin/notify.ts');

function start(...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args]);
  const seen = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    seen.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    seen.error += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, seen, ended };
}

describe('npm run notify', () => {
  it('without a world is of use: it prints its address and keys, and stops when told to', async () => {
    const { child, seen, ended } = start('--port', '0');
    await until(
      () => seen.out,
      (out) => out.includes('Ctrl-C'),
    );
    const [, url = ''] = /is at (\S+)/.exec(seen.out) ?? [];
    const [, key = ''] = /Stockton Council, test: (\S+)/.exec(seen.out) ?? [];
    const client = new NotifyClient(url, key);
    const { data } = await client.getAllTemplates();
    expect(data.templates.map((each) => each.type).sort()).toEqual(['email', 'letter', 'sms']);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('explains itself', async () => {
    const { seen, ended } = start('--help');
    expect([await ended, seen.out.includes('--world FILE')]).toEqual([0, true]);
  });

  it.each([[['--nope']], [['--port', 'x']], [['extra']]])('refuses %j', async (args) => {
    const { seen, ended } = start(...args);
    expect([await ended, seen.error.length > 0]).toEqual([2, true]);
  });

  it('says that its port is taken', async () => {
    const { sandbox } = await openSandbox();
    const { seen, ended } = start('--port', String(sandbox.port));
    expect([await ended, seen.error]).toEqual([1, expect.stringContaining(`Port ${sandbox.port}`)]);
    await sandbox.close();
  });

  it('says what is wrong with a world', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'crier-')), 'world.json');
    writeFileSync(file, '{"settings": {}, "services": []}');
    const { seen, ended } = start('--world', file);
    expect([await ended, seen.error]).toEqual([1, expect.stringContaining('settings.email_domain')]);
    const missing = start('--world', '/nowhere.json');
    expect([await missing.ended, missing.seen.error]).toEqual([1, expect.stringContaining('/nowhere.json')]);
  });
});
