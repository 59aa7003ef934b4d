#!/usr/bin/env node
// Runs one of the project's TypeScript programs on Node 24, and installs the locked packages first where they are
// missing or older than the lock file. Plain JavaScript for any Node from 20, with nothing but what Node brings.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(ROOT, 'node_modules', '.crier-setup');
const WANTED_MAJOR = 24;

// node_modules is right when it was installed from this very lock file, for this very kind of machine.
const stampOf = () =>
  `${createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')} ${process.platform}-${process.arch}`;

/** Says what `npm ci` has just installed, so that nothing installs it again: npm runs this after it. */
const installed = () => writeFileSync(STAMP, stampOf());

function setUp() {
  const stamp = stampOf();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return;
  const started = Date.now();
  process.stderr.write('Setting up: installing the locked packages from the npm registry (once, about a minute) …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    process.stderr.write(
      `Setting up failed: npm ci ${error ? error.message : `ended with ${status}`}. Is the npm registry reachable? Then try again.\n`,
    );
    process.exit(1);
  }
  installed();
  process.stderr.write(`Set up in ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

/** The machine's own Node where it is new enough, else the one that the lock file brings. */
function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const found = [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]
    .map((each) => join(ROOT, 'node_modules', each, 'bin', name))
    .find(existsSync);
  if (found) return found;
  process.stderr.write(
    `Crier needs Node ${WANTED_MAJOR} and found ${process.version}. There is no packaged Node for ${process.platform}-${process.arch}: install Node ${WANTED_MAJOR} and try again.\n`,
  );
  process.exit(1);
}

const [program, ...args] = process.argv.slice(2);
if (program === '--installed') {
  installed();
  process.exit(0);
}
if (!program) {
  process.stderr.write('usage: node bin/run.mjs PROGRAM.ts [arguments]\n');
  process.exit(2);
}
setUp();
const node = findNode();
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(ROOT, program), ...args], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
  },
});
// Ctrl-C reaches the whole process group by itself; a plain kill does not.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => {
  process.stderr.write(`Cannot run ${node}: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
