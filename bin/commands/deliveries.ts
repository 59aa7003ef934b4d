import { defineCommand } from 'citty';
import { DELIVERY_STATES, type DeliveryView, newestFirst } from '../../contracts/officers/deliveries.ts';
import type { Page } from '../../contracts/officers/page.ts';
import { when } from '../../contracts/officers/words.ts';
import { type OfficersApi, officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson, table } from './print.ts';

export const deliveries = defineCommand({
  meta: {
    name: 'deliveries',
    description: 'What each system was told, or is yet to be told, and why not: the newest try first',
  },
  args: {
    ...connection,
    subscriber: { type: 'string', description: 'Of this system alone', valueHint: 'NAME' },
    state: { type: 'string', description: `One of ${DELIVERY_STATES.join(', ')}`, valueHint: 'STATE' },
  },
  run: async ({ args }) => {
    const { subscriber, state } = args;
    const items = await all(officersApi(args), { ...(subscriber && { subscriber }), ...(state && { state }) });
    if (args.json) return sayJson({ items });
    if (items.length === 0) return say('There is no such delivery.');
    say(
      table(
        ['Last try', 'System', 'About', 'What', 'Number', 'State', 'Why', 'Tries', 'Event'],
        newestFirst(items).map(row),
      ),
    );
  },
});

async function all(api: OfficersApi, asked: Record<string, string>): Promise<DeliveryView[]> {
  const items: DeliveryView[] = [];
  let next: string | null = '';
  while (next !== null) {
    const query = new URLSearchParams({ ...asked, ...(next && { after: next }) });
    const page: Page<DeliveryView> = await api.get(`deliveries?${query}`);
    items.push(...page.items);
    next = page.next;
  }
  return items;
}

const row = (each: DeliveryView): (string | number)[] => [
  each.tried_at === null ? '-' : when(Date.parse(each.tried_at)),
  each.subscriber,
  each.subject ?? '-',
  each.type.split('.')[2] ?? each.type,
  each.sequence,
  each.state,
  [each.reason, each.detail, each.due_at && `next try ${when(Date.parse(each.due_at))}`].filter(Boolean).join(', ') ||
    '-',
  each.attempts,
  each.event_id,
];
