// Loaded before a program (`node --import`): takes the guard that CRIER_WITHOUT names out of the source as it is loaded.
import { registerHooks } from 'node:module';
import { GUARDS } from './guards.ts';

const guard = GUARDS.find(({ name }) => name === process.env['CRIER_WITHOUT']);
if (!guard) throw new Error(`there is no guard "${process.env['CRIER_WITHOUT']}" in test/simulate/guards.ts`);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(guard.file)) return loaded;
    const source = String(loaded.source);
    if (!source.includes(guard.with))
      throw new Error(`${guard.file} no longer holds the guard "${guard.name}": mend test/simulate/guards.ts`);
    return { ...loaded, source: source.replace(guard.with, guard.without) };
  },
});
