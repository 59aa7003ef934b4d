// `npm run simulate -- sends`: the real cores under seeded schedules of faults, on a clock that jumps.
import { parseArgs } from 'node:util';
import { simulateFamilies } from '../test/simulate/families.ts';
import { simulateOrders } from '../test/simulate/orders.ts';
import { circumstancesFrom, paced, simulatePace } from '../test/simulate/paces.ts';
import { countPoints, pointsInSource } from '../test/simulate/points.ts';
import { type Result, simulateSends } from '../test/simulate/sends.ts';
import { simulateRequests } from '../test/simulate/sync/requests.ts';
import { type SyncResult, simulateSync } from '../test/simulate/sync/sync.ts';

const HELP = `npm run simulate -- sends [--seeds N] [--from SEED] [--points] [--freeze-at POINT] [--families]
npm run simulate -- pace  [--seeds N] [--from SEED] [--workers N --post SECONDS]
npm run simulate -- sync  [--seeds N] [--from SEED]

Runs the cores that plan, release, send, track and reconcile notices under N schedules of faults (1,000 if not given),
each made from its seed: kills and freezes at any await, queues that deliver twice and late, a database that fails before
and after it writes, a bus that takes some of what it is given, a Notify that stores and does not answer or locks us out,
receipts that come in any order or never, an operator who stops sending, and facts that come at any instant. Each seed
also tells facts about couples and people who share a number in any order, and compares how that ends with everything
known first. Every fourth seed tells events of every family at the door: documents by email and letter, claims, requests, bookings,
consents, answers, letters that are not printed or come back.

A seed that breaks a promise is named, and its story printed. Replay it alone with --from SEED --seeds 1.

\`pace\` runs the same cores with 1 to 15 workers and posts of 0.05 to 10 seconds, four minutes each, and holds what was
sent against what those workers could send, and how often a notice was released.

\`sync\` tells two other systems of facts that come in any order, twice, late or again, while they are down, slow or answer
anything, and of officers who have it told again, and holds what each was told against what it may be told: in order, each once, and none without the newest. Each seed also tells a back office of requests by
Open311, which takes them and loses its answers: each is there once, nothing is lost, and what it is called there is known.

  --seeds N    how many schedules (\`pace\`: 10)
  --from SEED  the first seed (1)
  --workers N  so many workers, and with --post so long posts, instead of those of a seed
  --freeze-at P  an await point at which every second worker freezes, as 'reconcile store.put before': function, port, and
               before or after its call
  --families   the schedules of events alone, one for each seed
  --points     also list each await point in the source, how often it was passed and how often a worker died there`;

function wrongUse(message: string): never {
  console.error(`${message}\n\n${HELP}`);
  process.exit(2);
}

const { values, positionals } = (() => {
  try {
    const options = {
      seeds: { type: 'string' },
      from: { type: 'string', default: '1' },
      points: { type: 'boolean', default: false },
      families: { type: 'boolean', default: false },
      'freeze-at': { type: 'string' },
      workers: { type: 'string' },
      post: { type: 'string' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return wrongUse((error as Error).message);
  }
})();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const [what = '', ...rest] = positionals;
const isPace = what === 'pace';
const seeds = Number(values.seeds ?? (isPace ? 10 : 1000));
const from = Number(values.from);
if (!['sends', 'pace', 'sync'].includes(what) || rest.length > 0) wrongUse('say what to simulate: sends, pace or sync');
if (!Number.isSafeInteger(seeds) || seeds < 1) wrongUse('--seeds must be a whole number from 1');
if (!Number.isSafeInteger(from) || from < 0) wrongUse('--from must be a whole number from 0');

if (isPace) {
  const { workers, post } = values;
  const one = workers && post ? { workers: Number(workers), postMs: Number(post) * 1000 } : null;
  process.exit((await simulatePaces(one ? { one } : { seeds, from })) ? 0 : 1);
}

if (what === 'sync') process.exit((await simulateSyncs({ seeds, from })) ? 0 : 1);

const FAMILIES_EVERY = 4;
const started = performance.now();
const points = countPoints(values.points);
const faults = new Map<string, number>();
const states = new Map<string, number>();
const add = (counts: Map<string, number>, [name, times]: [string, number]) =>
  void counts.set(name, (counts.get(name) ?? 0) + times);
let messages = 0;
let broken: Pick<Result, 'seed' | 'story' | 'violations'> | null = null;
let done = 0;
for (let seed = from; seed < from + seeds && !broken; seed += 1) {
  const results: Result[] = values.families ? [] : [await simulateSends(seed, points, values['freeze-at'])];
  const orders = values.families ? [] : [await simulateOrders(seed)];
  // A schedule of days, which costs as much as several others.
  if (values.families || seed % FAMILIES_EVERY === 0) results.push(await simulateFamilies(seed, points));
  done += 1;
  for (const result of results) {
    messages += result.messages;
    for (const each of result.faults) add(faults, each);
    for (const each of Object.entries(result.states)) add(states, each);
  }
  broken = [...results, ...orders].find(({ violations }) => violations.length > 0) ?? null;
  if (done % 500 === 0) console.error(`${done} of ${seeds} schedules, ${seconds()} s`);
}
// What only a worker that does not keep up comes by.
if (values.points) await paced({ notices: 60, stretches: [{ fromMs: 0, workers: 1, postMs: 2_000 }], points });
if (broken) {
  const { seed, story, violations } = broken;
  console.log(`Seed ${seed}:\n${story.map((line) => `  ${line}`).join('\n')}\n  ${violations.join('\n  ')}\n`);
}
console.log(`${done} schedules, ${messages} messages at Notify, ${seconds()} s`);
console.log(`Notices: ${list(states)}`);
console.log(`Faults: ${list(faults)}`);
console.log(values.points ? pointsTold() : `Await points: ${points.passes.size} (--points lists them by source line)`);
console.log(broken ? `Seed ${broken.seed} broke a promise.` : 'Every promise held.');
process.exitCode = broken ? 1 : 0;

/** @returns whether enough was sent, and nothing circled, in all circumstances. */
async function simulatePaces(
  asked: { one: { workers: number; postMs: number } } | { seeds: number; from: number },
): Promise<boolean> {
  const all =
    'one' in asked
      ? [{ ...asked.one, seed: 1 }]
      : Array.from({ length: asked.seeds }, (_, i) => ({ ...circumstancesFrom(asked.from + i), seed: asked.from + i }));
  let kept = true;
  for (const { workers, postMs, seed } of all) {
    const { share, releasesAMessage, stored, violations } = await simulatePace(workers, postMs, seed);
    console.log(
      `Seed ${seed}: ${workers} workers, posts of ${postMs / 1000} s: ${stored} messages, ${share.toFixed(2)} of what could be sent, ${releasesAMessage.toFixed(2)} releases each`,
    );
    for (const each of violations) console.log(`  ${each}`);
    kept &&= violations.length === 0;
  }
  console.log(kept ? 'The pace followed.' : 'The pace did not follow.');
  return kept;
}

/** @returns whether every schedule kept what is promised to systems that are kept in step. */
async function simulateSyncs({ seeds, from }: { seeds: number; from: number }): Promise<boolean> {
  let [told, posts] = [0, 0];
  const states = new Map<string, number>();
  for (let seed = from; seed < from + seeds; seed += 1) {
    const [sync, requests]: [SyncResult, SyncResult] = [await simulateSync(seed), await simulateRequests(seed)];
    told += sync.told;
    posts += requests.told;
    for (const [name, times] of requests.states) states.set(name, (states.get(name) ?? 0) + times);
    const broken = [sync, requests].find(({ violations }) => violations.length > 0);
    if (broken) {
      const { violations, story } = broken;
      console.log(`Seed ${seed}:\n${story.map((line) => `  ${line}`).join('\n')}\n  ${violations.join('\n  ')}\n`);
      console.log(`Seed ${seed} broke a promise.`);
      return false;
    }
    if ((seed - from + 1) % 500 === 0) console.error(`${seed - from + 1} of ${seeds} schedules`);
  }
  console.log(`${seeds} schedules, ${told} deliveries by webhook, ${posts} posts of requests`);
  console.log(`Requests: ${list(states)}\nEvery promise held.`);
  return true;
}

function seconds(): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}

function list(counts: Map<string, number>): string {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, times]) => `${times} ${name}`)
    .join(', ');
}

/** Each call of a port in the source, with a point before it leaves and one after its answer came. */
function pointsTold(): string {
  const all = pointsInSource().flatMap((call) => [`${call} before`, `${call} after`]);
  const lines = all.map(
    (point) =>
      `  ${String(points.passes.get(point) ?? 0).padStart(8)} passed ${String(points.kills.get(point) ?? 0).padStart(6)} died  ${point}`,
  );
  const never = all.filter((point) => !points.passes.has(point));
  const unknown = [...points.passes.keys()].filter((point) => !all.includes(point));
  return [
    `Await points: ${all.length} in the source, ${all.length - never.length} passed`,
    ...lines,
    ...never.map((point) => `Never passed: ${point}`),
    ...unknown.map((point) => `Not found in the source: ${point}`),
  ].join('\n');
}
