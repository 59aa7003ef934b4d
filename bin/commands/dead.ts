import { defineCommand } from 'citty';
import { type DeadLetter, lettersIn } from '../../infra/operate/letters.ts';
import { type Queue, queuesOf } from '../../infra/operate/queues.ts';
import type { StackNow } from '../../infra/operate/stack-now.ts';
import { ageWords } from './ages.ts';
import { bold, clean, say, sayJson, table } from './print.ts';
import { atStack, operated } from './stack.ts';
import { NotFound } from './trouble.ts';

/** So many of a queue are looked at. */
const MOST = 50;

export const dead = defineCommand({
  meta: { name: 'dead', description: 'What no function could do: by reference, without what it says' },
  args: {
    queue: {
      type: 'positional',
      required: false,
      description: 'Of this queue alone, as crier queues names it',
      valueHint: 'QUEUE',
    },
    ...operated,
  },
  run: ({ args }) =>
    atStack(args, async ({ stack, clients: { sqs } }) => {
      const asked = args.queue === undefined ? queuesOf(stack) : [queueNamed(stack, args.queue)];
      const of = async ({ name, deadUrl }: Queue) => ({ queue: name, letters: await lettersIn(sqs, deadUrl, MOST) });
      const found = (await Promise.all(asked.map(of))).filter(({ letters }) => letters.length > 0);
      if (args.json) return sayJson({ stack: stack.name, dead: found.map(asJson) });
      if (found.length === 0) say('Nothing is dead.');
      for (const { queue, letters } of found) {
        say(bold(`${queue}: ${letters.length}${letters.length === MOST ? ' or more' : ''}`));
        say(`${table(['Message', 'Sent', 'Taken', 'What'], letters.map(row))}\n`);
      }
      if (found.length > 0)
        say(
          'When the cause is gone: npm run crier -- redrive QUEUE. What a queue does says docs/runbook.md under its name.',
        );
      say('What another system refused is in no queue: npm run crier -- deliveries --state dead');
    }),
});

/** @throws NotFound that lists the queues there are */
export function queueNamed(stack: StackNow, name: string): Queue {
  const all = queuesOf(stack);
  const found = all.find((each) => each.name === name);
  if (found) return found;
  throw new NotFound(`There is no queue "${clean(name)}". There are: ${all.map((each) => each.name).join(', ')}.`);
}

const row = ({ id, sent_at, taken, references }: DeadLetter): (string | number)[] => [
  ...[id, `${ageWords(Math.max(0, Math.round((Date.now() - sent_at) / 1000)))} ago`, taken],
  references.join(', ') || '-',
];

const asJson = ({ queue, letters }: { queue: string; letters: DeadLetter[] }) => ({
  queue,
  letters: letters.map(({ sent_at, ...each }) => ({ ...each, sent_at: new Date(sent_at).toISOString() })),
});
