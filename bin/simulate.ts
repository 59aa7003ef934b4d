// `npm run simulate -- sends`: the real cores under seeded schedules of faults, on a clock that jumps.
import { parseArgs } from 'node:util';
import { type Result, simulateSends } from '../test/simulate/sends.ts';

const HELP = `npm run simulate -- sends [--seeds N] [--from SEED]

Runs the cores that plan, release, send, track and reconcile notices under N schedules of faults (1,000 if not given),
each made from its seed: kills and freezes at any await, queues that deliver twice and late, a database that fails before
and after it writes, a Notify that stores and does not answer, and receipts that come in any order or never.

A seed that breaks a promise is named, and its story printed. Replay it alone with --from SEED --seeds 1.`;

function wrongUse(message: string): never {
  console.error(`${message}\n\n${HELP}`);
  process.exit(2);
}

const { values, positionals } = (() => {
  try {
    const options = {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
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
const [what, ...rest] = positionals;
const seeds = Number(values.seeds);
const from = Number(values.from);
if (what !== 'sends' || rest.length > 0) wrongUse('say what to simulate: sends');
if (!Number.isSafeInteger(seeds) || seeds < 1) wrongUse('--seeds must be a whole number from 1');
if (!Number.isSafeInteger(from) || from < 0) wrongUse('--from must be a whole number from 0');

const started = performance.now();
const hits = new Map<string, number>();
const states: Record<string, number> = {};
let messages = 0;
let broken: Result | null = null;
let done = 0;
for (let seed = from; seed < from + seeds && !broken; seed += 1) {
  const result = await simulateSends(seed);
  messages += result.messages;
  done += 1;
  for (const [where, times] of result.hits) hits.set(where, (hits.get(where) ?? 0) + times);
  for (const [state, times] of Object.entries(result.states)) states[state] = (states[state] ?? 0) + times;
  if (result.violations.length > 0) broken = result;
  if (done % 500 === 0) console.error(`${done} of ${seeds} schedules`);
}
if (broken) {
  console.log(
    `Seed ${broken.seed}:\n${broken.story.map((line) => `  ${line}`).join('\n')}\n  ${broken.violations.join('\n  ')}\n`,
  );
}
const seconds = (performance.now() - started) / 1000;
console.log(`${done} schedules, ${messages} messages, ${hits.size} await points, ${seconds.toFixed(1)} s`);
console.log(
  Object.entries(states)
    .map(([state, times]) => `${times} ${state}`)
    .join(', '),
);
console.log(broken ? `Seed ${broken.seed} broke a promise.` : 'Every promise held.');
process.exitCode = broken ? 1 : 0;
