import { defineCommand } from 'citty';
import { connection } from './options.ts';
import { bold, clean, say, sayJson } from './print.ts';
import { smokePlace } from './smoke/place.ts';
import { type Passed, STEPS } from './smoke/steps.ts';
import { Failed } from './trouble.ts';

export const smoke = defineCommand({
  meta: {
    name: 'smoke',
    description:
      'Test a stack from end to end: a file, a text, the ledger, open data; leaves nothing behind that counts',
  },
  args: {
    ...connection,
    token: { type: 'string', description: "An officer's token (or CRIER_TOKEN)", valueHint: 'TOKEN' },
    'source-token': {
      type: 'string',
      description: 'The token of the source smoke-test (or CRIER_SOURCE_TOKEN)',
      valueHint: 'TOKEN',
    },
    site: { type: 'string', description: 'The open data site (or CRIER_SITE); else it is left out', valueHint: 'URL' },
    stack: { type: 'string', description: 'Whose list of testers counts (or CRIER_STACK)', valueHint: 'NAME' },
  },
  run: async ({ args }) => {
    const place = await smokePlace(args);
    const passed: (Passed & { step: string; seconds: number })[] = [];
    for (const { name, limit_seconds, look, run } of STEPS) {
      const begun = Date.now();
      const seconds = () => Math.round((Date.now() - begun) / 1000);
      try {
        const said = await run(place, begun + limit_seconds * 1000);
        passed.push({ step: name, seconds: seconds(), ...said });
        if (!args.json) say(`${bold(name)}: ${clean(said.said)} (${seconds()} s of ${limit_seconds})`);
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        if (args.json) sayJson({ passed, failed: { step: name, said: error.message, look } });
        throw new Failed(`${name} failed after ${seconds()} s: ${error.message}\nLook at: ${look}`);
      }
    }
    if (args.json) sayJson({ passed, failed: null });
    else say('All of it works.');
    return 0;
  },
});
