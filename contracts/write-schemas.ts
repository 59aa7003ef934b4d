import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated-files.ts';

// Writes what is generated from the contracts: JSON Schemas, the AsyncAPI document and docs/events.md.
// A test compares the files with the contracts, so that they cannot grow apart.
const root = join(import.meta.dirname, '..');
rmSync(join(root, 'contracts/schemas'), { recursive: true, force: true });
const files = generatedFiles();
for (const [path, text] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(`${files.size} files written`);
