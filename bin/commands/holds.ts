import { defineCommand } from 'citty';
import type { ReleasedView } from '../../functions/notices/explain-notices/release-hold.ts';
import { day, when } from '../../functions/notices/explain-notices/words-for-officers.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson } from './print.ts';
import { WrongUsage } from './trouble.ts';

export const holds = defineCommand({
  meta: { name: 'holds', description: 'holds release: end a hold that another system told, with your reason' },
  args: {
    action: { type: 'positional', required: true, description: 'release', valueHint: 'ACTION' },
    account: { type: 'positional', required: true, description: 'The account number', valueHint: 'ACCOUNT' },
    code: { type: 'string', description: 'Of the hold, such as S6; crier explain ACCOUNT shows it', valueHint: 'CODE' },
    reason: { type: 'string', description: 'Why, for your colleagues', valueHint: 'TEXT' },
    source: { type: 'string', description: 'Where several fit: the system that told it', valueHint: 'NAME' },
    from: { type: 'string', description: 'Where several fit: its first day', valueHint: 'DAY' },
    'bill-year': { type: 'string', description: 'Where several fit: its bill year', valueHint: 'YEAR' },
    person: { type: 'string', description: 'Where several fit: the person it is on', valueHint: 'PERSON' },
    ...connection,
  },
  run: async ({ args }) => {
    if (args.action !== 'release') throw new WrongUsage(`holds ${clean(args.action)}? There is: holds release.`);
    const reason = args.reason?.trim();
    if (!reason) throw new WrongUsage('Say why, for your colleagues: --reason "TEXT".');
    if (!args.code) throw new WrongUsage('Which hold? Give its code: --code S6.');
    const answer = await officersApi(args).post<ReleasedView>('holds/release', {
      account_ref: args.account,
      code: args.code.toUpperCase(),
      reason,
      source: args.source,
      from: args.from,
      bill_year: args['bill-year'],
      person_ref: args.person,
    });
    if (args.json) return sayJson(answer);
    const { hold } = answer;
    const ended = hold.ended_by!;
    say(clean(`${hold.words} (${hold.code}, told by ${hold.source} from ${day(hold.from)})`));
    say(clean(`Ended on ${when(Date.parse(ended.at))} by ${ended.officer}: ${ended.reason}`));
    say('What it held back is planned again now, if it is still asked for and nothing else holds it.');
  },
});
