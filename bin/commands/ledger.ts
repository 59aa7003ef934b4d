import { setTimeout as pause } from 'node:timers/promises';
import { defineCommand } from 'citty';
import { CHANNEL_WORDS } from '../../contracts/channels.ts';
import type { CountAskedView, Difference, Ledger } from '../../contracts/officers/ledger.ts';
import type { RunView } from '../../contracts/officers/runs.ts';
import type { State } from '../../contracts/officers/words.ts';
import { FAULTS, STATES, when } from '../../contracts/officers/words.ts';
import { type OfficersApi, officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson, table } from './print.ts';
import { Failed } from './trouble.ts';

export const ledger = defineCommand({
  meta: { name: 'ledger', description: 'What became of every notice; ends with 1 if it does not balance' },
  args: {
    ...connection,
    count: { type: 'boolean', description: 'Ask GOV.UK Notify for its list now, and wait for it' },
    run: { type: 'string', description: 'Only the notices of this run', valueHint: 'RUN' },
  },
  run: async ({ args }) => {
    const query = args.run === undefined ? '' : `?run=${encodeURIComponent(args.run)}`;
    const api = officersApi(args);
    const sums = args.count ? await countedAnew(api, query) : await api.get<Ledger>(`ledger${query}`);
    if (args.json) sayJson(sums);
    else show(sums, args.run === undefined ? sums.line : await lineOf(api, args.run));
    return sums.balanced ? 0 : 1;
  },
});

/** A run's line begins with its rows. */
const lineOf = async (api: OfficersApi, run: string): Promise<string> =>
  (await api.get<RunView>(`runs/${encodeURIComponent(run)}`)).figures!.line;

const COUNT_EVERY_MS = 2_000;
const COUNTED_WITHIN_MS = 10 * 60_000;

async function countedAnew(api: OfficersApi, query: string): Promise<Ledger> {
  const { wanted_at } = await api.post<CountAskedView>('count', {});
  for (const end = Date.now() + COUNTED_WITHIN_MS; Date.now() < end; await pause(COUNT_EVERY_MS)) {
    const sums = await api.get<Ledger>(`ledger${query}`);
    if ((sums.notify?.counted_at ?? '') >= wanted_at) return sums;
  }
  throw new Failed(
    'GOV.UK Notify could not be asked for its list within ten minutes: see count-ledger in the runbook.',
  );
}

function show(sums: Ledger, line: string): void {
  say(line.replace('; ', '\n'));
  if (sums.as_of !== null)
    say(
      `Figures of the last count, on ${when(Date.parse(sums.as_of))}: there are too many to add up at once. --count counts them now.`,
    );
  say(atNotifyInWords(sums.notify));
  if (sums.lost > 0) say(`${sums.lost} notices were planned and are there no more.`);
  if (sums.withheld > 0)
    say(`${sums.withheld} of the cancelled were held back by this stage: it does not send to them.`);
  const open = Object.entries(sums.open_by_state) as [State, number][];
  if (open.length > 0)
    say(
      `\nOpen:\n${table(
        ['State', 'Number', ''],
        open.map(([s, n]) => [s, n, STATES[s]]),
      )}`,
    );
  say(sums.balanced ? '\nThe ledger balances.' : '\nThe ledger does NOT balance. Tell whoever runs Crier.');
  for (const { notice, fault } of sums.faults) say(`  Notice ${notice} ${FAULTS[fault]}.`);
  for (const { notice, channel, difference } of sums.notify?.found ?? [])
    say(`  The ${CHANNEL_WORDS[channel]} of notice ${notice} ${DIFFERENCES[difference]}.`);
}

const DIFFERENCES: Record<Difference, string> = {
  missing: 'was taken by GOV.UK Notify, which has it no more',
  unknown: 'is at GOV.UK Notify, and nothing is written down of it here',
  twice: 'is at GOV.UK Notify once more beside the one that is written down',
};

function atNotifyInWords(notify: Ledger['notify']): string {
  if (notify === null) return '\nGOV.UK Notify has not been asked for its list yet. --count has it asked now.';
  const { counted_at, attempts, stored, agrees } = notify;
  const verdict = agrees ? 'and has each of them once' : `and the lists differ (it has ${stored} of them)`;
  return `\nAsked on ${when(Date.parse(counted_at))}: GOV.UK Notify took ${attempts} messages in the week before, ${verdict}.`;
}
