import { defineCommand } from 'citty';
import { isCode } from '../../contracts/codes.ts';
import type { HeldView, HoldNamed, ReleasedView } from '../../contracts/officers/holds.ts';
import type { Page } from '../../contracts/officers/page.ts';
import { codeName, day, when } from '../../contracts/officers/words.ts';
import { type OfficersApi, officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson, table } from './print.ts';
import { WrongUsage } from './trouble.ts';

export const holds = defineCommand({
  meta: {
    name: 'holds',
    description: 'What is held and why; holds release: end a hold that another system told, with your reason',
  },
  args: {
    action: { type: 'positional', required: false, description: 'release; else what is held', valueHint: 'ACTION' },
    account: {
      type: 'positional',
      required: false,
      description: 'The account number, or the reference of a claim',
      valueHint: 'ACCOUNT',
    },
    code: { type: 'string', description: 'Of the hold, such as S6; crier explain ACCOUNT shows it', valueHint: 'CODE' },
    reason: { type: 'string', description: 'Why, for your colleagues', valueHint: 'TEXT' },
    source: { type: 'string', description: 'Where several fit: the system that told it', valueHint: 'NAME' },
    from: { type: 'string', description: 'Where several fit: its first day', valueHint: 'DAY' },
    'bill-year': { type: 'string', description: 'Where several fit: its bill year', valueHint: 'YEAR' },
    person: { type: 'string', description: 'Where several fit: the person it is on', valueHint: 'PERSON' },
    ...connection,
  },
  run: async ({ args }) => {
    const { action, account, json } = args;
    const code = args.code?.toUpperCase();
    if (code !== undefined && !isCode(code)) throw new WrongUsage(`${clean(code)} is no code of a hold, such as S6.`);
    if (action === undefined) return list(officersApi(args), { code, json });
    if (action !== 'release') throw new WrongUsage(`holds ${clean(action)}? There are: holds, and holds release.`);
    if (!account) throw new WrongUsage('On which account or claim? holds release ACCOUNT --code CODE --reason "TEXT".');
    const reason = args.reason?.trim();
    if (!code) throw new WrongUsage('Which hold? Give its code: --code S6.');
    if (!reason) throw new WrongUsage('Say why, for your colleagues: --reason "TEXT".');
    const answer = await officersApi(args).post<ReleasedView>('holds/release', {
      account_ref: account,
      ...{ code, reason, source: args.source, from: args.from },
      bill_year: args['bill-year'],
      person_ref: args.person,
    } satisfies HoldNamed);
    if (json) return sayJson(answer);
    const { hold } = answer;
    const ended = hold.ended_by!;
    say(clean(`${hold.words} (${hold.code}, told by ${hold.source} from ${day(hold.from)})`));
    say(clean(`Ended on ${when(Date.parse(ended.at))} by ${ended.officer}: ${ended.reason}`));
    say('What it held back is planned again now, if it is still asked for and nothing else holds it.');
  },
});

async function list(api: OfficersApi, { code, json }: { code: string | undefined; json: boolean | undefined }) {
  const items: HeldView[] = [];
  let next: string | null = '';
  while (next !== null) {
    const query = new URLSearchParams({ ...(code && { code }), ...(next && { after: next }) });
    const page: Page<HeldView> = await api.get(`holds?${query}`);
    items.push(...page.items);
    next = page.next;
  }
  if (json) return sayJson({ items });
  if (items.length === 0) return say('Nothing is held.');
  say(table(['Account', 'Person', 'Notice', 'Held for'], items.map(rowOf)));
}

const rowOf = ({ account_ref, person_ref, title, by }: HeldView): string[] => [
  ...[account_ref ?? '-', person_ref ?? '-', title],
  by.map(toldOf).join('; '),
];

/** The file and the rules are not named: only what another system told can be ended here. */
const toldOf = ({ code, source, from, to }: HeldView['by'][number]): string => {
  const told = ['file', 'rules'].includes(source) ? '' : `, told by ${source} from ${from === null ? '-' : day(from)}`;
  return `${codeName(code)}${told}${to === null ? '' : `, until ${day(to)}`}`;
};
