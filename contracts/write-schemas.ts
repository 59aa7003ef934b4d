import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogue } from './catalogue.ts';
import { LAYOUTS_FOLDER, layoutsIn } from './files/layouts.ts';
import { generatedFiles } from './generated-files.ts';
import { type Snapshot, shapeOf } from './versions.ts';

// Writes what is generated from the contracts: JSON Schemas, the AsyncAPI document, docs/events.md and docs/data-protection.md.
// A test compares the files with the contracts, so that they cannot grow apart.
// With `--version 0.5.0 "What it is about"` it also keeps the contracts as they stand as that version, for the catalogue's changes.
const root = join(import.meta.dirname, '..');
const [option, version = '', says = ''] = process.argv.slice(2);
if (option === '--version') {
  if (!/^\d+\.\d+\.\d+$/.test(version) || says === '')
    throw new Error('--version takes a number such as 0.5.0, and a sentence');
  const on = new Date().toISOString().slice(0, 10);
  const shape = shapeOf(catalogue, layoutsIn(join(root, LAYOUTS_FOLDER)));
  const snapshot: Snapshot = { version, on, says, ...shape };
  writeFileSync(join(root, 'contracts/versions', `${version}.json`), `${JSON.stringify(snapshot, null, 2)}\n`);
}
rmSync(join(root, 'contracts/schemas'), { recursive: true, force: true });
const files = generatedFiles();
for (const [path, text] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(`${files.size} files written`);
