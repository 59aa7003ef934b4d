import { defineCommand } from 'citty';
import { stable } from '../../functions/performance/publication/files/names.ts';
import { rowCountOf } from '../../functions/performance/publication/parts.ts';
import { publishInto } from './datasets/publish.ts';
import { type Verdict, verifyAt } from './datasets/verify.ts';
import { clean, say, sayJson } from './print.ts';
import { WrongUsage } from './trouble.ts';

const ACTIONS = ['publish', 'verify'];

export const datasets = defineCommand({
  meta: {
    name: 'datasets',
    description: 'Publish the open datasets into a folder; or verify published ones: compute every figure again',
  },
  args: {
    action: { type: 'positional', required: true, description: 'publish or verify', valueHint: 'ACTION' },
    place: { type: 'positional', required: false, description: 'verify: what was published', valueHint: 'DIR_OR_URL' },
    out: { type: 'string', description: 'publish: the folder to publish into', valueHint: 'DIR' },
    events: { type: 'string', description: "Event files; else the council's history in events/", valueHint: 'DIR' },
    facts: { type: 'string', description: 'Facts as Crier keeps them, instead of events', valueHint: 'DIR' },
    'as-of': { type: 'string', description: 'publish: facts recorded up to this day; else all', valueHint: 'DAY' },
    council: { type: 'string', description: 'publish: whose site it is; else the first', valueHint: 'NAME' },
    url: { type: 'string', description: 'publish: where the site will be', valueHint: 'URL' },
    json: { type: 'boolean', description: 'Answer in JSON' },
  },
  run: async ({ args: { action, json = false, place, ...args } }) => {
    if (!ACTIONS.includes(action)) throw new WrongUsage(`datasets ${action}? There are: ${ACTIONS.join(', ')}.`);
    if (action === 'verify') {
      for (const option of ['out', 'as-of', 'council', 'url'] as const)
        if (args[option] !== undefined) throw new WrongUsage(`--${option} goes with publish.`);
      return told(await verifyAt({ ...given(args), ...(place !== undefined && { place }) }), json);
    }
    if (place !== undefined) throw new WrongUsage('publish takes its folder as --out DIR.');
    const { asOf, digest, datasets: made, files, problems } = await publishInto(given(args));
    const tables = made.map(({ name, modified }) => ({
      name,
      rows: rowCountOf(files.get(stable(name, `${name}.json`))!),
      modified,
    }));
    if (json) return sayJson({ as_of: asOf, digest, datasets: tables, problems });
    for (const { name, rows, modified } of tables) say(`${name}: ${rows} rows, last changed ${modified}`);
  },
});

/** citty gives every option there is, set or not. */
const given = <Args extends object>(args: Args) =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) as Partial<Args>;

const SHOWN = 20;

function told(verdicts: Verdict[], json: boolean): number {
  const wrong = verdicts.filter(({ state }) => state !== 'agrees' && state !== 'stands');
  if (json) {
    sayJson({ agrees: wrong.length === 0, files: verdicts });
    return wrong.length === 0 ? 0 : 1;
  }
  for (const { path, state, differences } of verdicts) {
    say(clean(`${path}: ${state}`));
    for (const { row, column, published, recomputed } of differences.slice(0, SHOWN))
      say(clean(`  ${row}: ${column} is published as "${published}", the facts give "${recomputed}"`));
    if (differences.length > SHOWN) say(`  and ${differences.length - SHOWN} more`);
  }
  const stand = verdicts.filter(({ state }) => state === 'stands').length;
  if (stand > 0)
    say(`${stand} dated copies stand as published: facts that came later make it impossible to compute them again.`);
  say(
    wrong.length === 0
      ? `All ${verdicts.length} files agree.`
      : `${wrong.length} of ${verdicts.length} files do not agree.`,
  );
  return wrong.length === 0 ? 0 : 1;
}
