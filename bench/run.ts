// `npm run bench`: measures, prints a table and, with --json, a file. See README.md beside this.
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import { type Benchmark, meets, type Row } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';

const HELP = `npm run bench -- [NAME …] [--json FILE]

Measures, and prints what it found beside what it should be. Exits with 1 if a target is missed.

${benchmarks.map(({ name, about }) => `  ${name.padEnd(12)}${about}`).join('\n')}
`;

type Answer = { name: string; rows: (Row & { met: boolean | null })[] };

const written = ({ value, unit }: Row) => `${Number(value.toPrecision(4)).toLocaleString('en-GB')} ${unit}`;
const asked = ({ target }: Row) =>
  target ? ('at_least' in target ? `at least ${target.at_least}` : `at most ${target.at_most}`) : '';

async function measure({ name, about, run }: Benchmark): Promise<Answer> {
  process.stdout.write(`\n${name}: ${about}\n`);
  const rows = (await run()).map((row) => ({ ...row, met: meets(row) }));
  for (const row of rows) {
    const mark = row.met === null ? ' ' : row.met ? '✓' : '✗';
    process.stdout.write(`  ${mark} ${row.what.padEnd(84)} ${written(row).padStart(20)}  ${asked(row)}\n`);
  }
  return { name, rows };
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = positionals.find((each) => !benchmarks.some(({ name }) => name === each));
  if (unknown !== undefined) {
    process.stderr.write(`There is no benchmark "${unknown}".\n\n${HELP}`);
    return 2;
  }
  const answers: Answer[] = [];
  for (const each of benchmarks) {
    if (positionals.length === 0 || positionals.includes(each.name)) answers.push(await measure(each));
  }
  if (values.json !== undefined) {
    const machine = { node: process.version, platform: platform(), arch: arch(), cpus: cpus().length };
    writeFileSync(
      values.json,
      `${JSON.stringify({ at: new Date().toISOString(), machine, benchmarks: answers }, null, 2)}\n`,
    );
  }
  const missed = answers.flatMap(({ rows }) => rows).filter(({ met }) => met === false).length;
  process.stdout.write(`\n${missed === 0 ? 'Every target is met.' : `${missed} missed.`}\n`);
  return missed === 0 ? 0 : 1;
}

process.exit(await main());
