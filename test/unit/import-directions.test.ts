import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
    what: 'what a notice is rests on what is shared alone',
    of: (file) => file.startsWith('functions/notices/notice/'),
    forbidden: (imported) =>
      imported.startsWith('functions/register/') || /^(@aws-sdk|@aws-lambda-powertools)/.test(imported),
  },
  {
    what: 'rules are pure: they know no SDK and write nothing',
    of: (file) => /^functions\/notices\/(rules|catalogue|families)\//.test(file),
    forbidden: (imported) =>
      /^(@aws-sdk|@aws-lambda-powertools|@middy|node:fs)/.test(imported) || /-table\.ts$/.test(imported),
  },
  {
    what: 'a core knows no SDK and no wrapper',
    of: isCore,
    forbidden: (imported) =>
      /^(@aws-sdk|@aws-lambda-powertools|@middy)/.test(imported) || /\/(handler|[\w-]+-table)\.ts$/.test(imported),
  },
  {
    what: 'the stack looks into no function: only its env map, its settings, its table, the catalogues, and what saved queries share with the publication',
    of: (file) => file.startsWith('infra/') && !file.startsWith('infra/local/'),
    forbidden: (imported) =>
      imported.startsWith('functions/') &&
      !/\/(env|settings|table|our-catalogue|publication\/(cells|coverage|periods|types))\.ts$/.test(imported),
  },
  {
    what: 'the local engine knows nothing of Crier',
    of: (file) => file.startsWith('infra/local/engine/') || file.startsWith('infra/local/notify/'),
    forbidden: (imported) => /^(functions|contracts|bin|events|infra\/(?!local\/(engine|notify)\/))/.test(imported),
  },
];

/**
 * Rooms, and the rooms of the same house that each may use. A folder with a handler is a function: it may use every room,
 * and no other function.
 */
const HOUSES: Record<string, Record<string, readonly string[]>> = {
  'functions/notices': {
    notice: [],
    catalogue: ['notice'],
    families: ['notice', 'catalogue'],
    rules: ['notice', 'catalogue', 'families'],
    ledger: ['notice'],
    store: ['notice', 'ledger'],
    steps: ['notice', 'catalogue', 'families', 'rules', 'store'],
  },
  'functions/intake/import-file': {
    reader: [],
    'layouts/recovery-extract': ['', 'reader'],
    'layouts/as-data': ['', 'reader'],
    'layouts/snapshot': ['', 'reader', 'layouts/as-data'],
  },
  'infra/local/engine': { stack: [''], dynamodb: ['stack'], lambda: ['stack'] },
  'infra/local/notify': {
    world: ['forms'],
    wordings: ['', 'world', 'forms'],
    recipients: ['', 'world', 'forms', 'wordings'],
  },
};

type Allowed = { why: string; from: RegExp; into: RegExp };

/** What may look into a capability from outside. The stack has its own rule above; tests and benches are about the inside. */
const LOOKS_INSIDE: Allowed[] = [
  {
    why: 'crier datasets runs the publication itself, so that anybody can compute the published figures again',
    from: /^bin\/commands\/datasets(\.ts|\/)/,
    into: /^functions\/(performance\/(pages|publication|facts)|intake\/import-file\/layouts\/as-data)\//,
  },
  {
    why: 'crier send tells the layout of a file by its header, as the import does',
    from: /^bin\/commands\/send\.ts$/,
    into: /^functions\/intake\/import-file\/layout-of\.ts$/,
  },
  {
    why: "crier drift reads a system's own copy as the import reads files",
    from: /^bin\/commands\/drift\/copy-in\.ts$/,
    into: /^functions\/intake\/import-file\/reader\/(csv|decode)\.ts$/,
  },
  {
    why: 'the wordings that must be set up in GOV.UK Notify, and in its sandbox, are those of the catalogue',
    from: /^(bin\/commands\/((compare-)?templates|notice-types|doctor\/checks)|infra\/local\/start\/notify)\.ts$/,
    into: /^functions\/notices\/families\/(our-)?catalogue\.ts$/,
  },
  {
    why: "performance knows a notice's type and not what notices calls it, so the page of today's figures asks the catalogue",
    from: /^infra\/local\/console\/today\.ts$/,
    into: /^functions\/notices\/families\/our-catalogue\.ts$/,
  },
];

const folderOf = (file: string, house: string) => dirname(file).slice(house.length + 1);

/** The room of a house that a file lies in: the deepest that is named. */
const roomOf = (file: string, house: string): string => {
  const rooms = Object.keys(HOUSES[house] ?? {});
  const folder = folderOf(file, house);
  return rooms.find((room) => `${folder}/`.startsWith(`${room}/`)) ?? folder.split('/')[0] ?? '';
};

const isFunction = (folder: string) => existsSync(join(ROOT, folder, 'handler.ts'));
const functionOf = (file: string) => file.split('/').slice(0, 3).join('/');

/** Files that import each other in a circle, by type or by value: each circle as its files. */
function circlesAmong(all: string[]): string[][] {
  const known = new Set(all);
  const imports = new Map(all.map((file) => [file, importsOf(file).filter((each) => known.has(each))]));
  const reached = new Map<string, Set<string>>();
  const reach = (from: string): Set<string> => {
    const seen = new Set<string>();
    const left = [...(imports.get(from) ?? [])];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      left.push(...(imports.get(next) ?? []));
    }
    reached.set(from, seen);
    return seen;
  };
  const inCircle = all.filter((file) => reach(file).has(file));
  const circles = Map.groupBy(inCircle, (file) =>
    inCircle.filter((each) => reached.get(file)?.has(each) && reached.get(each)?.has(file)).join(' '),
  );
  return [...circles.values()];
}

const files = ['contracts', 'functions', 'infra'].flatMap(filesUnder);
const outside = ['bin', 'events', 'infra/local'].flatMap(filesUnder);
const everything = ['contracts', 'functions', 'infra', 'bin', 'bench', 'events', 'test'].flatMap(filesUnder);

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

  it.each(Object.entries(HOUSES))('keep to the rooms of %s', (house, rooms) => {
    const found = filesUnder(house).flatMap((file) => {
      const allowed = rooms[roomOf(file, house)];
      if (!allowed) return [];
      return importsOf(file)
        .filter((each) => each.startsWith(`${house}/`))
        .map((each) => ({ each, room: roomOf(each, house) }))
        .filter(({ room }) => room !== roomOf(file, house) && !allowed.includes(room))
        .map(({ each }) => `${file} imports ${each}`);
    });
    expect(found).toEqual([]);
  });

  it('find every room, and nothing that lies loose beside them', () => {
    for (const [house, rooms] of Object.entries(HOUSES))
      for (const room of Object.keys(rooms)) expect(filesUnder(join(house, room)).length).toBeGreaterThan(0);
    const { 'functions/notices': rooms = {} } = HOUSES;
    const loose = filesUnder('functions/notices').filter(
      (file) => !isFunction(functionOf(file)) && !(roomOf(file, 'functions/notices') in rooms),
    );
    expect(loose).toEqual([]);
  });

  it('of a function lead into no other function', () => {
    const found = filesUnder('functions').flatMap((file) =>
      importsOf(file)
        .filter((each) => functionOf(each) !== functionOf(file) && isFunction(functionOf(each)))
        .map((each) => `${file} imports ${each}`),
    );
    expect(found).toEqual([]);
  });

  it('from outside never lead into a capability, but where it is said why', () => {
    const used = new Set<Allowed>();
    const found = [...outside.flatMap((file) => importsOf(file).map((into) => ({ file, into })))]
      .filter(({ into }) => /^functions\/(?!shared\/)/.test(into))
      .filter(({ file, into }) => {
        const allowed = LOOKS_INSIDE.filter((each) => each.from.test(file) && each.into.test(into));
        for (const each of allowed) used.add(each);
        return allowed.length === 0;
      });
    expect(found.map(({ file, into }) => `${file} imports ${into}`)).toEqual([]);
    expect(LOOKS_INSIDE.filter((each) => !used.has(each)).map(({ why }) => why)).toEqual([]);
  });

  it('never lead back to where they began', () => {
    expect(circlesAmong(everything)).toEqual([]);
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
