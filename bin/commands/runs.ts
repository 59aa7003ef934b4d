import { defineCommand } from 'citty';
import type { DecisionView, RunView } from '../../functions/notices/explain-notices/runs.ts';
import type { State } from '../../functions/notices/notice.ts';
import { STATES, when, why } from '../../functions/notices/words.ts';
import { type OfficersApi, officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { bold, clean, say, sayJson, table } from './print.ts';
import { WrongUsage } from './trouble.ts';

type Page = { items: DecisionView[]; next: string | null };

export const runs = defineCommand({
  meta: { name: 'runs', description: 'The extracts that were imported; with EXTRACT_ID, what one of them led to' },
  args: {
    extract: { type: 'positional', required: false, description: 'Which extract', valueHint: 'EXTRACT_ID' },
    ...connection,
    decisions: { type: 'boolean', description: 'With EXTRACT_ID: what every row led to, and why' },
    figures: { type: 'string', description: 'For how many runs, newest first, to add up (10)', valueHint: 'N' },
  },
  run: async ({ args }) => {
    const { extract, decisions = false, figures, json = false } = args;
    if (decisions && !extract) throw new WrongUsage('--decisions needs an EXTRACT_ID.');
    if (figures !== undefined && extract)
      throw new WrongUsage('--figures is for the list of runs, without EXTRACT_ID.');
    const api = officersApi(args);
    if (extract) return await oneRun(api, { extract, decisions, json });
    const query = figures === undefined ? '' : `?figures=${encodeURIComponent(figures)}`;
    const list = await api.get<{ runs: RunView[] }>(`runs${query}`);
    if (json) sayJson(list);
    else say(list.runs.length === 0 ? 'No extract has been imported yet.' : listed(list.runs));
  },
});

function listed(all: RunView[]): string {
  const columns = ['Extract', 'Imported', 'Rows', 'Rejected', 'Texts', 'Emails', 'Left alone', 'Delivered'];
  return table(
    columns,
    all.map(({ extract_id, imported_at, rows, rejected, outcomes, states }) => [
      extract_id,
      when(Date.parse(imported_at)),
      rows,
      rejected,
      ...(outcomes ? [outcomes.sms, outcomes.email, outcomes.none, states.delivered ?? 0] : ['-', '-', '-', '-']),
    ]),
  );
}

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
  say(bold(clean(`Extract ${run.extract_id} (${run.file})`)));
  say(`Imported on ${when(Date.parse(run.imported_at))}: ${run.rows} rows, ${run.rejected} of them rejected.`);
  if (run.outcomes) say(figuresOf(run));
  if (!decisions) return;
  say(`\n${bold('Every row')}`);
  for await (const { account_ref, person_ref, bill_year, words } of every(api, path)) {
    say(clean(`${account_ref}  ${person_ref}  ${bill_year}  ${words}`));
  }
}

function figuresOf({ outcomes, codes, states }: Extract<RunView, { outcomes: object }>): string {
  const { sms, email, none } = outcomes;
  const lines = [`\nTexts: ${sms}. Emails: ${email}. Left alone: ${none}.`];
  const known = Object.entries(codes).toSorted(([, a], [, b]) => b - a);
  if (known.length > 0) {
    lines.push(`\nWhy people were left alone (one person can have several reasons)`);
    lines.push(
      table(
        ['Code', 'Rows', ''],
        known.map(([code, rows]) => [code, rows, why([code])]),
      ),
    );
  }
  const now = Object.entries(states) as [State, number][];
  if (now.length > 0) {
    lines.push('\nWhere the notices that it planned are now');
    lines.push(
      table(
        ['State', 'Notices', ''],
        now.map(([state, notices]) => [state, notices, STATES[state]]),
      ),
    );
  }
  return lines.join('\n');
}

async function* every(api: OfficersApi, path: string): AsyncGenerator<DecisionView> {
  let after: string | null = null;
  do {
    const query: string = after === null ? '' : `?after=${encodeURIComponent(after)}`;
    const { items, next }: Page = await api.get<Page>(`${path}/decisions${query}`);
    yield* items;
    after = next;
  } while (after !== null);
}
