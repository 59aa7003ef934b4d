import { defineCommand } from 'citty';
import type { StatusView } from '../../functions/notices/explain-notices/explain-notices.ts';
import { when } from '../../functions/notices/words.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson } from './print.ts';

const SENDING: Record<StatusView['sending'], string> = {
  live: 'messages go to everyone they are meant for.',
  'allow-list': 'messages go to the listed recipients only; everything but the sending is done for the others.',
  shadow: 'nothing is sent: everything but the sending is done.',
};

/** Why nothing is sent, in one sentence. */
const stopInWords = ({ by, at, reason, kind }: NonNullable<StatusView['stop']>): string =>
  kind === 'set-up'
    ? `Sending stopped by itself on ${when(Date.parse(at))}: something is wrong with the set-up in Notify (${reason}).`
    : `Sending was stopped by ${by} on ${when(Date.parse(at))}: ${reason}`;

export const status = defineCommand({
  meta: { name: 'status', description: 'Whether messages are being sent' },
  args: connection,
  run: async ({ args }) => {
    const now = await officersApi(args).get<StatusView>('status');
    if (args.json) return sayJson(now);
    say(clean(`${now.council_name}, ${when(Date.parse(now.now))}`));
    if (now.stop !== null) say(clean(stopInWords(now.stop)));
    say(`${now.stop === null ? 'Sending: ' : 'When sending goes on: '}${SENDING[now.sending]}`);
  },
});
