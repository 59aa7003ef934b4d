// Simulates without one guard after the other, each time in modules of our own that are loaded anew with that guard taken
// out of their source. What to run is the argument, as JSON; what was told of each is a line of JSON.

import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { simulateFamilies } from './families.ts';
import type { Guard } from './guard.ts';
import { GUARDS } from './guards.ts';
import { PACING } from './guards-of-pace.ts';
import { LEAKS } from './leaks.ts';
import type { simulateOrders } from './orders.ts';
import type { simulatePace } from './paces.ts';
import type { simulateSends } from './sends.ts';
import { SYNC_GUARDS } from './sync/guards.ts';
import { REQUEST_GUARDS } from './sync/guards-of-requests.ts';
import type { simulateRequests } from './sync/requests.ts';
import type { simulateSync } from './sync/sync.ts';

/** The guard by its name, with the schedules or the circumstances to run without it. */
export type Without = { name: string } & (
  | { from: number; seeds: number; freezeAt?: string | undefined; families?: true | undefined }
  | { workers: number; post: number }
  /** Of keeping systems in step. */
  | { sync: { from: number; seeds: number } }
  /** Of telling back offices of requests. */
  | { requests: { from: number; seeds: number } }
);
/** The promises that were broken, or why that could not be seen. */
export type Told = { name: string; broken: string[]; complaint: string };

type Modules = {
  './sends.ts': { simulateSends: typeof simulateSends };
  './families.ts': { simulateFamilies: typeof simulateFamilies };
  './orders.ts': { simulateOrders: typeof simulateOrders };
  './paces.ts': { simulatePace: typeof simulatePace };
  './sync/requests.ts': { simulateRequests: typeof simulateRequests };
  './sync/sync.ts': { simulateSync: typeof simulateSync };
};

const ALL: readonly Guard[] = [...GUARDS, ...PACING, ...LEAKS, ...SYNC_GUARDS, ...REQUEST_GUARDS];
const plain = new Map<string, string>();

/** A module's source as Node runs it, with the guard taken out of it. */
function sourceWithout({ name, edits }: Guard, path: string): string {
  const own = edits.filter(({ file }) => path.endsWith(file));
  const known = own.length === 0 ? plain.get(path) : undefined;
  if (known !== undefined) return known;
  let source = readFileSync(path, 'utf8');
  for (const { file, with: words, without } of own) {
    if (!source.includes(words))
      throw new Error(`${file} no longer holds the guard "${name}": mend test/simulate/guards.ts`);
    source = source.replace(words, () => without);
  }
  const stripped = path.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
  if (own.length === 0) plain.set(path, stripped);
  return stripped;
}

const guardOf = (url: string): string | null => URL.parse(url)?.searchParams.get('without') ?? null;

// The guard is in the address of each module, and goes from the one that imports to what it imports.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const name = guardOf(context.parentURL ?? '');
    const isOurs = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/');
    if (name === null || !isOurs || guardOf(resolved.url) !== null) return resolved;
    return { ...resolved, url: `${resolved.url}?without=${encodeURIComponent(name)}` };
  },
  load(url, context, nextLoad) {
    const guard = ALL.find(({ name }) => name === guardOf(url));
    if (!guard || context.format === 'json') return nextLoad(url, context);
    return { format: 'module', source: sourceWithout(guard, fileURLToPath(url)), shortCircuit: true };
  },
});

async function brokenWithout(run: Without): Promise<string[]> {
  if (!ALL.some(({ name }) => name === run.name)) throw new Error(`there is no guard "${run.name}"`);
  const load = async <Path extends keyof Modules>(path: Path): Promise<Modules[Path]> =>
    import(`${path}?without=${encodeURIComponent(run.name)}`);
  if ('workers' in run) {
    const { simulatePace: pace } = await load('./paces.ts');
    return (await pace(run.workers, run.post * 1000, 1)).violations;
  }
  if ('sync' in run) return brokenIn((await load('./sync/sync.ts')).simulateSync, run.sync);
  if ('requests' in run) return brokenIn((await load('./sync/requests.ts')).simulateRequests, run.requests);
  const { simulateSends: sends } = await load('./sends.ts');
  const { simulateOrders: orders } = await load('./orders.ts');
  const { simulateFamilies: families } = await load('./families.ts');
  for (let seed = run.from; seed < run.from + run.seeds; seed += 1) {
    const told = run.families
      ? [await families(seed)]
      : [await sends(seed, undefined, run.freezeAt ?? null), await orders(seed)];
    const broken = told.flatMap(({ violations }) => violations);
    if (broken.length > 0) return broken.map((each) => `seed ${seed}: ${each}`);
  }
  return [];
}

type Seeds = { from: number; seeds: number };

async function brokenIn(
  simulate: (seed: number) => Promise<{ violations: string[] }>,
  { from, seeds }: Seeds,
): Promise<string[]> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { violations } = await simulate(seed);
    if (violations.length > 0) return violations.map((each) => `seed ${seed}: ${each}`);
  }
  return [];
}

for (const run of JSON.parse(process.argv[2] ?? '[]') as Without[]) {
  const told = await brokenWithout(run).then(
    (broken) => ({ broken, complaint: '' }),
    (error: Error) => ({ broken: [], complaint: error.stack ?? String(error) }),
  );
  console.log(JSON.stringify({ name: run.name, ...told } satisfies Told));
}
