// Writes what the project is made of: cdk.out/sbom.cdx.json (CycloneDX), and refuses licences that a council could not take.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bom, licences, refused } from './licences.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FILE = join('cdk.out', 'sbom.cdx.json');

const args = ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx'];
const { status, stdout, stderr } = spawnSync('npm', args, {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 ** 2,
  shell: process.platform === 'win32',
});
if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}: ${stderr}`);
const bom = JSON.parse(stdout) as Bom;
mkdirSync(join(ROOT, 'cdk.out'), { recursive: true });
writeFileSync(join(ROOT, FILE), stdout);
for (const [licence, packages] of licences(bom)) console.log(`${String(packages.length).padStart(4)} ${licence}`);
const bad = refused(bom);
console.log(`${bom.components.length} packages in ${FILE}${bad.length > 0 ? `; refused: ${bad.join(', ')}` : ''}`);
process.exitCode = bad.length > 0 ? 1 : 0;
