import { defineCommand } from 'citty';
import type { Drift, DriftState } from '../../contracts/officers/drift.ts';
import { copyIn } from './drift/copy-in.ts';
import { driftOf } from './drift/drift-of.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { bold, clean, say, sayJson, table } from './print.ts';

export const drift = defineCommand({
  meta: {
    name: 'drift',
    description:
      "Whether a system's own copy agrees with what it was told. Reads every delivery on record, of all systems: about a minute for 100,000",
  },
  args: {
    ...connection,
    subscriber: {
      type: 'positional',
      required: true,
      description: 'The system, as the configuration calls it',
      valueHint: 'SUBSCRIBER',
    },
    file: {
      type: 'positional',
      required: true,
      description:
        'A CSV of its copy: ref with sequence, or with first_name, mobile, email, address_line_1 to 5, postcode',
      valueHint: 'FILE',
    },
  },
  run: async ({ args }) => {
    const found = await driftOf(officersApi(args), args.subscriber, await copyIn(args.file));
    if (args.json) sayJson(found);
    else show(found);
    return found.refs.length === 0 ? 0 : 1;
  },
});

const MEANS: Readonly<Record<DriftState, string>> = {
  agrees: 'it has what it was told last',
  behind: 'its sequence is lower than that of what it was told last',
  ahead: 'its sequence is higher than anything that it was told',
  differs: 'a field is not as it was told last; In says which',
  missing: 'it was told, and its file has no such ref',
  unknown: 'its file has the ref, and it was told nothing by that name, or nothing yet',
};
const STATES = Object.keys(MEANS) as DriftState[];

function show({ subscriber, counts, refs }: Drift): void {
  const sums = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  say(`${bold(clean(subscriber))}: ${sums.join(', ')}.`);
  for (const state of STATES) if (counts[state] > 0) say(`  ${state}: ${MEANS[state]}`);
  if (refs.length > 0)
    say(
      table(
        ['Called', 'State', 'In'],
        refs.map(({ ref, state, columns }) => [ref, state, columns.join(', ')]),
      ),
    );
}
