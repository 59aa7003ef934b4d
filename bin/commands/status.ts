import { defineCommand } from 'citty';
import type { StatusView } from '../../contracts/officers/status.ts';
import { when } from '../../contracts/officers/words.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson } from './print.ts';
import { sayStops, sayWaiting } from './say-stops.ts';

const SENDING: Record<StatusView['sending'], string> = {
  live: 'messages go to everyone they are meant for.',
  'allow-list': 'messages go to the listed recipients only; everything but the sending is done for the others.',
  shadow: 'nothing is sent: everything but the sending is done.',
};

const NOT_SET_UP: Record<StatusView['not_set_up'][number], string> = {
  'notify-api-key':
    'Not set up yet: there is no key of GOV.UK Notify, so nothing can be sent. Put api_key into the secret of the output NotifySecretArn.',
};

export const status = defineCommand({
  meta: { name: 'status', description: 'Whether messages are being sent' },
  args: connection,
  run: async ({ args }) => {
    const now = await officersApi(args).get<StatusView>('status');
    if (args.json) return sayJson(now);
    say(clean(`${now.council_name}, ${when(Date.parse(now.now))}`));
    sayStops(now.stops);
    if (now.restored) {
      const { since, by, reason } = now.restored;
      const state = `The state of ${when(Date.parse(since))} was put back by ${by} (${reason})`;
      say(clean(`${state}: GOV.UK Notify is asked for each notice before it is sent.`));
    }
    sayWaiting(now.waiting_runs);
    for (const what of now.not_set_up) say(NOT_SET_UP[what]);
    const goesOn = now.stops.every(({ kind }) => kind === 'template');
    say(`${goesOn ? 'Sending: ' : 'When sending goes on: '}${SENDING[now.sending]}`);
    const { notices, waited_seconds } = now.overdue;
    const minutes = Math.floor(waited_seconds / 60);
    say(notices === 0 ? 'Overdue: none.' : `Overdue: ${notices}, the first of them for ${minutes} minutes.`);
  },
});
