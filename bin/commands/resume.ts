import { defineCommand } from 'citty';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson } from './print.ts';

export const resume = defineCommand({
  meta: { name: 'resume', description: 'Go on sending after a stop' },
  args: connection,
  run: async ({ args }) => {
    const answer = await officersApi(args).post<{ stop: null }>('resume', {});
    if (args.json) return sayJson(answer);
    say('Sending goes on. Every notice is looked at again before it is sent.');
  },
});
