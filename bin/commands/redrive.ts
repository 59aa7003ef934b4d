import { defineCommand } from 'citty';
import type { RedriveAsked, RedrivenView } from '../../contracts/officers/repeats.ts';
import { yes } from './confirm.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson } from './print.ts';
import { redriveQueue } from './redrive-queue.ts';
import { operated } from './stack.ts';
import { WrongUsage } from './trouble.ts';

export const redrive = defineCommand({
  meta: { name: 'redrive', description: 'Try what is dead again: of a queue, of one system, or one event' },
  args: {
    queue: {
      type: 'positional',
      required: false,
      description: 'The dead letters of this queue, as crier queues names it',
      valueHint: 'QUEUE',
    },
    ...connection,
    stack: operated.stack,
    anyway: { type: 'boolean', description: 'Of a queue: also while more of it dies' },
    yes,
    subscriber: { type: 'string', description: 'All that is dead of this system', valueHint: 'NAME' },
    event: { type: 'string', description: 'This event alone, as crier deliveries shows it', valueHint: 'ID' },
  },
  run: async ({ args }) => {
    const { queue, subscriber, event: event_id } = args;
    if (queue && (subscriber || event_id)) throw new WrongUsage('Give a queue, or --subscriber and --event, not both.');
    if (queue) return await redriveQueue({ ...args, queue });
    if (!subscriber && !event_id)
      throw new WrongUsage('What? Give a QUEUE, or --subscriber NAME, --event ID, or both of these.');
    const api = officersApi(args);
    const asked: RedriveAsked = { ...(subscriber && { subscriber }), ...(event_id && { event_id }) };
    const sums = { redriven: 0, superseded: 0 };
    let next: string | null = null;
    do {
      const page: RedrivenView = await api.post('redrive', { ...asked, ...(next !== null && { after: next }) });
      sums.redriven += page.redriven;
      sums.superseded += page.superseded;
      next = page.next;
    } while (next !== null);
    if (args.json) return sayJson(sums);
    if (sums.redriven + sums.superseded === 0) return say('Nothing of it is dead.');
    if (sums.redriven > 0)
      say(`${sums.redriven} ${sums.redriven === 1 ? 'is' : 'are'} tried again within a minute, each in its order.`);
    if (sums.superseded > 0)
      say(`${sums.superseded} ${sums.superseded === 1 ? 'is' : 'are'} not: something newer is known by now.`);
  },
});
