import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Template } from '../../infra/local/engine/stack/template.ts';

const PRELOADED = fileURLToPath(new URL('leaky-worker.mjs', import.meta.url));

/** Workers that can be told to let out what they must not: in an answer, or in the error that an invocation ends with. */
export function leakyWorkers(file: string) {
  return {
    /** The template with every function changed so. */
    change: (template: Template): Template => {
      const changed = structuredClone(template);
      for (const { Type, Properties } of Object.values(changed.Resources)) {
        if (Type !== 'AWS::Lambda::Function' || !Properties) continue;
        const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, string> };
        const NODE_OPTIONS = `${Variables['NODE_OPTIONS'] ?? ''} --import ${PRELOADED}`.trim();
        Properties['Environment'] = { Variables: { ...Variables, NODE_OPTIONS, LEAK_FILE: file } };
      }
      return changed;
    },
    /** While something is done, every worker that answers a request lets out this text. */
    leaking: async (way: 'answer' | 'error', text: string, whileDoing: () => Promise<unknown>): Promise<void> => {
      writeFileSync(`${file}.new`, JSON.stringify({ way, text }));
      renameSync(`${file}.new`, file);
      try {
        await whileDoing();
      } finally {
        rmSync(file);
      }
    },
  };
}
