import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

/** A cell of "shown by": `test/…`: “the name of a test”, several with `<br>` between. */
const SHOWN = /^`(test\/[\w./-]+\.test\.ts)`: “([^”]+)”$/;

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (threat|---) \|/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

const shown = rows.flatMap(([threat = '', , cell = '']) => cell.split('<br>').map((each) => ({ threat, each })));

/** Whether a file of tests has one, or several at once, of this very name. */
function hasTest(path: string, name: string): boolean {
  if (!existsSync(join(ROOT, path))) return false;
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\((['"\`])${escaped}\\1,`).test(readFileSync(join(ROOT, path), 'utf8').replace(/\(\s+/g, '('));
}

describe('docs/security.md', () => {
  it('says of each threat what stops it, and by which tests one sees it', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter(([threat, stops]) => !threat || !stops)).toEqual([]);
    expect(shown.filter(({ each }) => !SHOWN.test(each))).toEqual([]);
  });

  it('names tests that there are', () => {
    const named = shown.flatMap(({ each }) => [SHOWN.exec(each)?.slice(1) ?? []]);
    expect(named.filter(([path = '', name = '']) => !hasTest(path, name))).toEqual([]);
  });
});
