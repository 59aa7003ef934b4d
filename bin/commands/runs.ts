import { defineCommand } from 'citty';
import type { Code } from '../../contracts/codes.ts';
import { brakeInWords, runCommands, type WaitingRun } from '../../contracts/officers/brake.ts';
import type { Page } from '../../contracts/officers/page.ts';
import type { DecisionView, Figures, RunsView, RunView } from '../../contracts/officers/runs.ts';
import { STATUSES, type Status } from '../../contracts/officers/sums.ts';
import { codeName, when, why } from '../../contracts/officers/words.ts';
import { type OfficersApi, officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { bold, clean, say, sayJson, table } from './print.ts';
import { sayWaiting } from './say-stops.ts';
import { WrongUsage } from './trouble.ts';

export const runs = defineCommand({
  meta: { name: 'runs', description: 'The files that were imported; with RUN, what one of them led to' },
  args: {
    extract: { type: 'positional', required: false, description: 'Which run', valueHint: 'RUN' },
    ...connection,
    decisions: { type: 'boolean', description: 'With RUN: where every row’s notice is now, and why' },
    figures: { type: 'string', description: 'For how many runs, newest first, to add up (10)', valueHint: 'N' },
  },
  run: async ({ args }) => {
    const { extract, decisions = false, figures, json = false } = args;
    if (decisions && !extract) throw new WrongUsage('--decisions needs a RUN.');
    if (figures !== undefined && extract) throw new WrongUsage('--figures is for the list of runs, without RUN.');
    const api = officersApi(args);
    if (extract) return await oneRun(api, { extract, decisions, json });
    const query = figures === undefined ? '' : `?figures=${encodeURIComponent(figures)}`;
    const list = await api.get<RunsView>(`runs${query}`);
    if (json) return sayJson(list);
    say(list.runs.length === 0 ? 'No file has been imported yet.' : listed(list.runs));
    sayWaiting(waitingOf(list.runs));
  },
});

const SUMS = ['unreadable', 'nothing_due', 'notices', ...(Object.keys(STATUSES) as Status[])] as const;
const headed = (name: string) => `${name[0]!.toUpperCase()}${name.slice(1).replace('_', ' ')}`;

const listed = (all: RunView[]): string =>
  table(
    ['Run', 'File', 'Imported', 'Rows', ...SUMS.map(headed)],
    all.map(({ name, file, imported_at, rows, figures }) => [
      name,
      file,
      when(Date.parse(imported_at)),
      rows,
      ...SUMS.map((each) => figures?.[each] ?? '-'),
    ]),
  );

const waitingOf = (all: RunView[]): WaitingRun[] =>
  all.flatMap(({ name, brake }) => (brake?.verdict === 'waits' ? [{ run: name, brake }] : []));

type Asked = { extract: string; decisions: boolean; json: boolean };

async function oneRun(api: OfficersApi, { extract, decisions, json }: Asked): Promise<void> {
  const path = `runs/${encodeURIComponent(extract)}`;
  const run = await api.get<RunView>(path);
  if (json && decisions) {
    const all: DecisionView[] = [];
    for await (const decision of every(api, path)) all.push(decision);
    return sayJson({ ...run, decisions: all });
  }
  if (json) return sayJson(run);
  say(bold(clean(`Run ${run.name} (${run.file})`)));
  say(`Imported on ${when(Date.parse(run.imported_at))}.`);
  if (run.brake) for (const line of brakeInWords(run.brake)) say(clean(line));
  if (run.brake?.verdict === 'waits') for (const command of runCommands(run.name)) say(clean(`  ${command}`));
  if (run.figures) say(figuresOf(run.figures));
  if (!decisions) return;
  say(`\n${bold('Every row')}`);
  for await (const { account_ref, person_ref, bill_year, words } of every(api, path)) {
    say(clean(`${account_ref}  ${person_ref}  ${bill_year ?? '-'}  ${words}`));
  }
}

function figuresOf({ line, reconciles, codes }: Figures): string {
  const lines = [line.replace('; ', '\n')];
  if (!reconciles) lines.push('This does NOT add up. Tell whoever runs Crier.');
  const known = (Object.entries(codes) as [Code, number][]).toSorted(([, a], [, b]) => b - a);
  if (known.length === 0) return lines[0]!;
  const rows = known.map(([code, notices]) => [codeName(code), notices, why([code])]);
  return [
    ...lines,
    '\nWhy notices are held (one can have several reasons)',
    table(['Held for', 'Notices', ''], rows),
  ].join('\n');
}

async function* every(api: OfficersApi, path: string): AsyncGenerator<DecisionView> {
  let after: string | null = null;
  do {
    const query: string = after === null ? '' : `?after=${encodeURIComponent(after)}`;
    const { items, next }: Page<DecisionView> = await api.get(`${path}/decisions${query}`);
    yield* items;
    after = next;
  } while (after !== null);
}
