// Loaded before a program (`node --import`): takes the guard that CRIER_WITHOUT names out of the source as it is loaded.
import { registerHooks } from 'node:module';
import { GUARDS } from './guards.ts';
import { PACING } from './guards-of-pace.ts';
import { LEAKS } from './leaks.ts';

const name = process.env['CRIER_WITHOUT'];
const guard = [...GUARDS, ...PACING, ...LEAKS].find((each) => each.name === name);
if (!guard) throw new Error(`there is no guard "${name}" in test/simulate/guards.ts`);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const edits = guard.edits.filter(({ file }) => url.endsWith(file));
    let source = edits.length > 0 ? String(loaded.source) : '';
    for (const { file, with: words, without } of edits) {
      if (!source.includes(words))
        throw new Error(`${file} no longer holds the guard "${name}": mend test/simulate/guards.ts`);
      source = source.replace(words, () => without);
    }
    return edits.length > 0 ? { ...loaded, source } : loaded;
  },
});
