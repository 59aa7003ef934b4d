import { defineCommand } from 'citty';
import type { AskedView, PublicationAsked } from '../../contracts/officers/performance.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson } from './print.ts';
import { WrongUsage } from './trouble.ts';

export const publish = defineCommand({
  meta: { name: 'publish', description: 'Publish open data now, and not only at night' },
  args: {
    ...connection,
    'as-of': { type: 'string', description: 'The last day that counts; else yesterday', valueHint: 'YYYY-MM-DD' },
  },
  run: async ({ args }) => {
    const asOf = args['as-of'];
    if (asOf !== undefined && !/^\d{4}-\d\d-\d\d$/.test(asOf))
      throw new WrongUsage('--as-of must be a day: YYYY-MM-DD.');
    const answer = await officersApi(args).post<AskedView>('publish', { as_of: asOf } satisfies PublicationAsked);
    if (args.json) return sayJson(answer);
    say(
      `Asked to publish the facts up to ${answer.as_of}; readers see them in some minutes. If that day or a later one is published already, that stands.`,
    );
  },
});
