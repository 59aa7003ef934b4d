// The test command: formatting and lint, types, unused code, then every test. Prints "N passed, N failed" last.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Check = { name: string; command: string[] };

const CHECKS: Check[] = [
  { name: 'format and lint', command: ['biome', 'check', '.'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'unused code', command: ['knip'] },
];

if (process.argv.includes('--help')) {
  console.log(
    'npm test [-- FILTER…]\n\nChecks format, types and unused code, then runs all tests, or those whose path holds a FILTER (and no checks).',
  );
  process.exit(0);
}

const run = (command: string[], env = process.env) =>
  spawnSync(command[0] as string, command.slice(1), { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;

const filters = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const { name, command } of filters.length > 0 ? [] : CHECKS) {
  const ok = run(command);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (ok) passed += 1;
  else failed += 1;
}

const folder = mkdtempSync(join(tmpdir(), 'crier-test-'));
const report = join(folder, 'report.json');
// What tests, the CDK and esbuild leave in the temporary folder goes with this one.
const reporters = ['default', 'json', './test/support/second-tries.ts'].map((each) => `--reporter=${each}`);
const ok = run(['vitest', 'run', ...reporters, `--outputFile.json=${report}`, ...filters], {
  ...process.env,
  TMPDIR: folder,
});
let tests: { numPassedTests: number; numFailedTests: number } | undefined;
try {
  tests = JSON.parse(readFileSync(report, 'utf8'));
} catch {
  console.log('The test runner wrote no report: see above.');
}
rmSync(folder, { recursive: true, force: true });
passed += tests?.numPassedTests ?? 0;
failed += tests?.numFailedTests ?? 0;
// A file that cannot even be loaded fails the run without failing a test.
if (!ok && (tests?.numFailedTests ?? 0) === 0) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
