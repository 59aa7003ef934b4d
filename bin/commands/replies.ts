import { defineCommand } from 'citty';
import type { Page } from '../../contracts/officers/page.ts';
import type { ReplyView } from '../../contracts/officers/replies.ts';
import { when } from '../../contracts/officers/words.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson, table } from './print.ts';

export const replies = defineCommand({
  meta: { name: 'replies', description: 'Who answered a text; what it says is in GOV.UK Notify' },
  args: {
    ...connection,
    after: { type: 'string', description: 'Go on from here: the "next" of the page before', valueHint: 'NEXT' },
  },
  run: async ({ args }) => {
    const query = args.after === undefined ? '' : `?after=${encodeURIComponent(args.after)}`;
    const page = await officersApi(args).get<Page<ReplyView>>(`replies${query}`);
    if (args.json) return sayJson(page);
    if (page.items.length === 0) return say('Nobody has answered a text.');
    say(table(['Received', 'Account', 'Reply', 'In Notify', ''], page.items.map(row)));
    say('\nThe words of a reply are kept in GOV.UK Notify only, under Received text messages, for seven days.');
    if (page.next !== null) say(`Older ones: crier replies --after ${page.next}`);
  },
});

const row = ({ received_at, account_ref, word, notify_id, words }: ReplyView): string[] => [
  when(Date.parse(received_at)),
  account_ref ?? 'not known',
  word,
  notify_id ?? '-',
  words,
];
