import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

const filesUnder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((each) => each.endsWith('.ts'))
    .map((each) => join(folder, each));

/** What a file imports: paths from the project's root, or package names. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, name = '']) =>
    name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name,
  );
}

type Rule = { what: string; of: (file: string) => boolean; forbidden: (imported: string, file: string) => boolean };

const capabilityOf = (file: string) => file.split('/')[1] ?? '';
const isCore = (file: string) => /^functions\/\w+\/([\w-]+)\/\1\.ts$/.test(file);

/** Dependencies point inwards (house style 3). */
const RULES: Rule[] = [
  {
    what: 'contracts import nothing of ours',
    of: (file) => file.startsWith('contracts/'),
    forbidden: (imported) => /^(functions|infra|bin|events|test)\//.test(imported),
  },
  {
    what: 'functions know nothing of where they run',
    of: (file) => file.startsWith('functions/'),
    forbidden: (imported) => /^(infra|bin|events|test)\//.test(imported),
  },
  {
    what: 'a capability uses no other, but for the register through its ports',
    of: (file) => file.startsWith('functions/'),
    forbidden: (imported, file) =>
      imported.startsWith('functions/') && ![capabilityOf(file), 'shared', 'register'].includes(capabilityOf(imported)),
  },
  {
    what: 'what is shared uses no capability',
    of: (file) => file.startsWith('functions/shared/'),
    forbidden: (imported) => imported.startsWith('functions/') && capabilityOf(imported) !== 'shared',
  },
  {
    what: 'a core knows no SDK and no wrapper',
    of: isCore,
    forbidden: (imported) =>
      /^(@aws-sdk|@aws-lambda-powertools|@middy)/.test(imported) || /\/(handler|[\w-]+-table)\.ts$/.test(imported),
  },
  {
    what: 'the stack looks into no function: only its env map, its settings, its table, the catalogue of contracts, and what saved queries share with the publication',
    of: (file) => file.startsWith('infra/') && !file.startsWith('infra/local/'),
    forbidden: (imported) =>
      imported.startsWith('functions/') &&
      !/\/(env|settings|table|publication\/(cells|coverage|periods|types))\.ts$/.test(imported),
  },
  {
    what: 'the local engine knows nothing of Crier',
    of: (file) => file.startsWith('infra/local/engine/') || file.startsWith('infra/local/notify/'),
    forbidden: (imported) => /^(functions|contracts|bin|events|infra\/(?!local\/(engine|notify)\/))/.test(imported),
  },
];

const files = ['contracts', 'functions', 'infra'].flatMap(filesUnder);

describe('imports', () => {
  it.each(RULES)('$what', ({ of, forbidden }) => {
    const looked = files.filter(of);
    expect(looked.length).toBeGreaterThan(0);
    const found = looked.flatMap((file) =>
      importsOf(file)
        .filter((each) => forbidden(each, file))
        .map((each) => `${file} imports ${each}`),
    );
    expect(found).toEqual([]);
  });

  it('leave time, chance and the environment to handlers and their deps', () => {
    const outside = /\/(handler|deps|clock)\.ts$/;
    const found = filesUnder('functions').filter(
      (file) =>
        !outside.test(file) &&
        /\b(process\.env|Date\.now\(\)|Math\.random\(\)|randomUUID\()/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(found).toEqual([]);
  });

  it('keep every handler within forty lines', () => {
    const long = filesUnder('functions').filter(
      (file) => file.endsWith('/handler.ts') && readFileSync(join(ROOT, file), 'utf8').split('\n').length > 41,
    );
    expect(long).toEqual([]);
  });
});
