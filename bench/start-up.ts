import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';
import { BUNDLING } from '../infra/constructs/bundle.ts';
import { handlers } from './all-handlers.ts';
import type { Benchmark, Row } from './benchmark.ts';

const ROOT = join(import.meta.dirname, '..');
const TIMES = 11;

/** Importing each bundled handler, against importing the clients that it uses and nothing else, bundled the same way. */
export const startUp: Benchmark = {
  name: 'start-up',
  about: `importing each handler's bundle, against its SDK clients and Notify client alone, by CPU time (the least of ${TIMES})`,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'));
    try {
      return handlers().flatMap((entry) => rowsOf(entry, folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function rowsOf(entry: string, folder: string): Row[] {
  const name = basename(dirname(entry));
  const outfile = join(folder, `${name}.mjs`);
  const { metafile } = build({ entryPoints: [entry], outfile, metafile: true });
  const bare = join(folder, `${name}.clients.mjs`);
  build({ stdin: { contents: clientsAlone(metafile as Metafile), resolveDir: ROOT, loader: 'ts' }, outfile: bare });
  const took = { whole: [] as number[], bare: [] as number[] };
  for (let i = 0; i < TIMES; i += 1) {
    took.whole.push(importing(outfile));
    took.bare.push(importing(bare));
  }
  return [
    {
      what: `${name}: import of the bundle against its clients alone`,
      value: Math.min(...took.whole) / Math.min(...took.bare),
      unit: 'ratio',
      target: { at_most: 1.25 },
    },
    { what: `${name}: import of the bundle`, value: Math.min(...took.whole), unit: 'ms' },
    { what: `${name}: size of the bundle`, value: statSync(outfile).size / 1000, unit: 'KB' },
  ];
}

const build = (options: Parameters<typeof buildSync>[0]) => {
  const { outExtension: _, ...same } = BUNDLING;
  return buildSync({ ...same, absWorkingDir: ROOT, ...options });
};

const CLIENT = /import\s*(?:\{([^}]*)\}\s*from\s*)?'(@aws-sdk\/[^']+|notifications-node-client)'/g;

/** A module that imports just what our own files import of the clients, by the same names. */
function clientsAlone({ inputs }: Metafile): string {
  const names = new Map<string, Set<string>>();
  const sideEffects: string[] = [];
  for (const path of Object.keys(inputs).filter((each) => !each.includes('node_modules'))) {
    for (const [, list = '', from = ''] of readFileSync(join(ROOT, path), 'utf8').matchAll(CLIENT)) {
      if (list === '') sideEffects.push(from);
      const values = list.split(',').map((each) => each.trim());
      const used = names.get(from) ?? new Set();
      for (const each of values) if (each && !each.startsWith('type ')) used.add(each);
      names.set(from, used);
    }
  }
  const loadedOnly = sideEffects.map((from) => `import '${from}';`);
  const every = [...names].filter(([, used]) => used.size > 0);
  const imports = every.map(([from, used]) => `import { ${[...used].join(', ')} } from '${from}';`).concat(loadedOnly);
  return `${imports.join('\n')}\nexport const clients = [${every.flatMap(([, used]) => [...used]).join(', ')}];\n`;
}

/** Milliseconds of CPU in a process of its own, Node's own start left out: others on the machine move these least. */
function importing(path: string): number {
  const program = `const before = process.cpuUsage();
    await import(${JSON.stringify(pathToFileURL(path).href)});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}
