import { defineCommand } from 'citty';
import { type RestoredSince, type ResumedView, restoredSince } from '../../contracts/officers/status.ts';
import { when } from '../../contracts/officers/words.ts';
import { confirmed, yes } from './confirm.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson } from './print.ts';
import { sayOthers } from './say-stops.ts';
import { WrongUsage } from './trouble.ts';

export const restored = defineCommand({
  meta: {
    name: 'restored',
    description: 'Say of when the state is that was put back: GOV.UK Notify is asked for each notice before it is sent',
  },
  args: {
    ...connection,
    yes,
    since: { type: 'string', description: 'When the copy was taken: 2026-09-29T10:00:00+01:00', valueHint: 'TIME' },
    reason: { type: 'string', description: 'Why, for your colleagues', valueHint: 'TEXT' },
  },
  run: async ({ args }) => {
    const given = args.since?.trim();
    if (!given) throw new WrongUsage('Say when the copy was taken: --since 2026-09-29T10:00:00+01:00.');
    // Not what JavaScript makes of it: 30 February would be 2 March, and a time without an offset that of this machine.
    if (!restoredSince.shape.since.safeParse(given).success)
      throw new WrongUsage(
        `--since "${clean(given)}" is no time: give a day that there is, the time and its offset, as 2026-09-29T10:00:00+01:00.`,
      );
    const since = Date.parse(given);
    const reason = args.reason?.trim();
    if (!reason) throw new WrongUsage('Say why, for your colleagues: --reason "TEXT".');
    await confirmed(
      `The state of ${when(since)} was put back, and each source has sent again what it told since. From now on GOV.UK Notify is asked for each notice before it is sent, at half the pace, for nine days.`,
      args,
    );
    const asked: RestoredSince = { since: new Date(since).toISOString(), reason };
    const answer = await officersApi(args).post<ResumedView>('restored', asked);
    if (args.json) return sayJson(answer);
    if (!answer.lifted)
      say('This state was not held as a copy, or somebody has said this before: what you have said now counts.');
    say('Each notice is sent once GOV.UK Notify has said that it does not have it.');
    say('What GOV.UK Notify was sent and is not known here: npm run crier -- ledger --count');
    sayOthers(answer.stops);
  },
});
