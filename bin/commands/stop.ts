import { defineCommand } from 'citty';
import type { ReasonGiven, StoppedView } from '../../contracts/officers/status.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson } from './print.ts';
import { sayOthers } from './say-stops.ts';
import { WrongUsage } from './trouble.ts';

export const stop = defineCommand({
  meta: { name: 'stop', description: 'Stop all sending at once, until resume' },
  args: {
    ...connection,
    reason: { type: 'string', description: 'Why, for your colleagues', valueHint: 'TEXT' },
  },
  run: async ({ args }) => {
    const reason = args.reason?.trim();
    if (!reason) throw new WrongUsage('Say why, for your colleagues: --reason "TEXT".');
    const answer = await officersApi(args).post<StoppedView>('stop', { reason } satisfies ReasonGiven);
    if (args.json) return sayJson(answer);
    say('Sending is stopped. Messages that Notify already has still arrive. Go on with: npm run crier -- resume');
    sayOthers(answer.stops.filter(({ kind }) => kind !== 'officer'));
  },
});
