import { defineCommand } from 'citty';
import { CHANNEL_WORDS } from '../../contracts/channels.ts';
import type { SetAsideView } from '../../contracts/officers/notices.ts';
import type { Page } from '../../contracts/officers/page.ts';
import type { ReasonGiven } from '../../contracts/officers/status.ts';
import { when } from '../../contracts/officers/words.ts';
import { type OfficersApi, officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson } from './print.ts';
import { WrongUsage } from './trouble.ts';

export const setAside = defineCommand({
  meta: {
    name: 'set-aside',
    description: 'Notices that GOV.UK Notify refused in words Crier does not know: list them, let one go on, or end it',
  },
  args: {
    ...connection,
    'go-on': { type: 'string', description: 'Let this one go on', valueHint: 'NOTICE' },
    end: { type: 'string', description: 'End this one: nothing is sent', valueHint: 'NOTICE' },
    reason: { type: 'string', description: 'Why, for your colleagues', valueHint: 'TEXT' },
  },
  run: async ({ args }) => {
    const { 'go-on': going, end: ending } = args;
    if (going !== undefined && ending !== undefined) throw new WrongUsage('Give --go-on or --end, not both.');
    const api = officersApi(args);
    const { json } = args;
    const reason = args.reason?.trim() ?? '';
    if (going !== undefined) return decide(api, { id: going, what: 'go-on', reason, json });
    if (ending !== undefined) return decide(api, { id: ending, what: 'end', reason, json });
    const items = await all(api);
    if (json) return sayJson({ items });
    if (items.length === 0) return say('No notice waits for an officer.');
    for (const each of items) say(clean(lineOf(each)));
    say('Let one go on with --go-on NOTICE, or end it with --end NOTICE, and say why: --reason "TEXT".');
  },
});

async function decide(
  api: OfficersApi,
  { id, what, reason, json }: { id: string; what: 'go-on' | 'end'; reason: string; json: boolean | undefined },
): Promise<void> {
  if (!/^[\w-]{22}$/.test(id)) throw new WrongUsage('A notice is 22 letters, digits, - and _.');
  if (reason === '') throw new WrongUsage('Say why, for your colleagues: --reason "TEXT".');
  const notice = await api.post(`notices/${id}/${what}`, { reason } satisfies ReasonGiven);
  if (json) return sayJson(notice);
  say(what === 'end' ? 'It is ended: nothing is sent.' : 'It goes on, and is looked at again before it is sent.');
}

async function all(api: OfficersApi): Promise<SetAsideView[]> {
  const items: SetAsideView[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: Page<SetAsideView> = await api.get(`set-aside${next && `?after=${encodeURIComponent(next)}`}`);
    items.push(...page.items);
    next = page.next;
  }
  return items;
}

const lineOf = ({ notice_id, account_ref, title, channel, since, words }: SetAsideView): string =>
  `${notice_id}  ${title} by ${CHANNEL_WORDS[channel]}, account ${account_ref ?? '(not known any more)'}, since ${when(Date.parse(since))}. ${words}`;
