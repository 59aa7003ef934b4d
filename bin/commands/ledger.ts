import { defineCommand } from 'citty';
import type { Ledger } from '../../functions/notices/explain-notices/ledger.ts';
import type { State } from '../../functions/notices/notice.ts';
import { STATES } from '../../functions/notices/words.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson, table } from './print.ts';

const LINES: readonly [keyof Ledger & string, string][] = [
  ['planned', 'notices were ever planned. Of these:'],
  ['delivered', 'were delivered'],
  ['failed', 'could not be delivered'],
  ['blocked', 'were stopped before they were sent'],
  ['expired', 'were dropped, because their date to pay by would have passed'],
  ['cancelled', 'were cancelled, because the reason for them ended'],
  ['open', 'are on their way'],
];

const FAULTS: Record<Ledger['faults'][number]['fault'], string> = {
  'unknown-state': 'is in a state that does not exist',
  'no-history': 'has no history',
  'first-step': 'has a history that does not begin with its planning',
  'last-step': 'is not in the state in which its history ends',
};

export const ledger = defineCommand({
  meta: { name: 'ledger', description: 'What became of every notice; ends with 1 if it does not balance' },
  args: {
    ...connection,
    run: { type: 'string', description: 'Only notices that this extract planned last', valueHint: 'EXTRACT_ID' },
  },
  run: async ({ args }) => {
    const query = args.run === undefined ? '' : `?run=${encodeURIComponent(args.run)}`;
    const sums = await officersApi(args).get<Ledger>(`ledger${query}`);
    if (args.json) sayJson(sums);
    else show(sums);
    return sums.balanced ? 0 : 1;
  },
});

function show(sums: Ledger): void {
  say(
    table(
      ['', 'Number', ''],
      LINES.map(([key, words]) => [key, sums[key] as number, words]),
    ),
  );
  if (sums.withheld > 0) say(`${sums.withheld} of the cancelled were withheld: this stage does not send to them.`);
  const open = Object.entries(sums.open_by_state) as [State, number][];
  if (open.length > 0)
    say(
      `\nOn their way:\n${table(
        ['State', 'Number', ''],
        open.map(([s, n]) => [s, n, STATES[s]]),
      )}`,
    );
  say(sums.balanced ? '\nThe ledger balances.' : '\nThe ledger does NOT balance. Tell whoever runs Crier.');
  for (const { notice, fault } of sums.faults) say(`  Notice ${notice} ${FAULTS[fault]}.`);
}
