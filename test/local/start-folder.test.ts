import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdPort } from '../../infra/local/console/ports.ts';
import { digestOf, openDataFolder } from '../../infra/local/start/data-folder.ts';
import { holdFolder } from '../../infra/local/start/folders.ts';
import { queueNamer } from '../../infra/local/start/queue-names.ts';
import { stopwatchOn } from '../../infra/local/start/stopwatch.ts';
import { nameOfPath } from '../../infra/operate/names.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'crier-data-'));

describe('a data folder', () => {
  it('remembers the clock and the files for the next start', () => {
    const folder = join(newFolder(), 'new', 'folder');
    const first = openDataFolder(folder);
    expect(first.remembered().clockShiftMs).toBeNull();
    first.remember({ clockShiftMs: -5000, files: [{ name: 'a.csv', digest: 'd1' }] });
    const second = openDataFolder(folder);
    expect(second.remembered().clockShiftMs).toBe(-5000);
    expect(second.hasPlayed('a.csv', 'd1')).toBe(true);
    expect(second.hasPlayed('a.csv', 'd2')).toBe(false);
    expect(second.hasPlayed('b.csv', 'd1')).toBe(false);
  });

  it.each(['/proc/x/y', import.meta.filename])('is refused in words where none can be made: %s', (folder) => {
    expect(() => openDataFolder(folder)).toThrow(/--data: the folder .* cannot be made or written to/);
  });

  it('is held by one start at a time', () => {
    const folder = newFolder();
    const first = holdFolder(folder);
    expect(() => holdFolder(folder)).toThrow('another npm start runs on');
    first.letGo();
    holdFolder(folder).letGo();
  });

  it('is refused when its memory is not ours', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'start.json'), 'no json');
    expect(() => openDataFolder(folder)).toThrow('another folder for --data');
  });

  it('is refused when another version kept its state there', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'start.json'), '{"clockShiftMs":-5000,"files":[]}');
    expect(() => openDataFolder(folder)).toThrow(/another version of Crier.*another folder for --data/);
  });

  it('tells files by their content', async () => {
    const folder = newFolder();
    const digests = [];
    for (const text of ['one', 'two', 'one']) {
      writeFileSync(join(folder, 'a.csv'), text);
      digests.push(await digestOf({ kind: 'extract', name: 'a.csv', path: join(folder, 'a.csv') }));
    }
    expect(digests[0]).toBe(digests[2]);
    expect(digests[0]).not.toBe(digests[1]);
  });
});

describe('the port', () => {
  it('is refused when it was asked for and is taken', async () => {
    const { port, letGo } = await holdPort(null);
    await expect(holdPort(port)).rejects.toThrow(`port ${port} is taken`);
    await letGo();
    const again = await holdPort(port);
    expect(again.port).toBe(port);
    await again.letGo();
  });

  it('is never free between being held and being answered at', async () => {
    const held = await holdPort(0);
    const at = `http://127.0.0.1:${held.port}/`;
    await expect(fetch(at)).rejects.toThrow();
    held.answer((_, answer) => answer.end('the console'));
    await expect(holdPort(held.port)).rejects.toThrow('is taken');
    expect(await (await fetch(at)).text()).toBe('the console');
    await held.letGo();
  });
});

describe('queue names', () => {
  it.each([
    ['/crier-stockton-local/notices/plan-notices-queue/queue/Resource', 'plan-notices'],
    ['/crier-stockton-local/notices/plan-notices-queue/dead/queue/Resource', 'plan-notices'],
    ['/crier-stockton-local/undelivered-events/queue/Resource', 'undelivered-events'],
  ])('%s is %s', (path, name) => {
    expect(nameOfPath(path)).toBe(name);
  });

  it('takes a queue that no function reads for dead letters', () => {
    const Resources = {
      Map: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: { 'Fn::GetAtt': ['Q', 'Arn'] } } },
    };
    const state = {
      name: '',
      visible: 1,
      delayed: 0,
      delayedLongestMs: 0,
      inFlight: 0,
      oldestSentAt: null,
      deadLetterOf: [],
    };
    const named = queueNamer('/no/folder', 'no-stack', { Resources })([
      { ...state, logicalId: 'Q' },
      { ...state, logicalId: 'Dead' },
    ]);
    expect(named.map(({ name, deadLetters }) => [name, deadLetters])).toEqual([
      ['Q', false],
      ['Dead', true],
    ]);
  });
});

describe('the stopwatch', () => {
  it('gives each part its own time, also when a part comes again', () => {
    let time = 0;
    const watch = stopwatchOn(() => time, 'setup');
    for (const [part, ms] of [
      ['import', 1000],
      ['plan', 2000],
      ['send', 4000],
      ['import', 8000],
      ['send', 16_000],
    ] as const) {
      time += ms;
      watch.start(part);
    }
    time += 500;
    expect(watch.read()).toEqual({ setup: 1, import: 18, plan: 4, send: 8.5, total: 31.5 });
  });
});
