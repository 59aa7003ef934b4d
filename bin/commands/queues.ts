import { defineCommand } from 'citty';
import { type QueueView, queuesOf, viewOf } from '../../infra/operate/queues.ts';
import { ageWords } from './ages.ts';
import { say, sayJson, table, yellow } from './print.ts';
import { atStack, operated } from './stack.ts';

export const queues = defineCommand({
  meta: { name: 'queues', description: 'Each queue: what waits, what is worked on, what is dead, and for how long' },
  args: operated,
  run: ({ args }) =>
    atStack(args, async ({ stack, clients }) => {
      const views = await Promise.all(queuesOf(stack).map((each) => viewOf(clients, each)));
      if (args.json) return sayJson({ stack: stack.name, queues: views });
      say(table(['Queue', 'Waiting', 'Later', 'In work', 'Oldest', 'Dead', 'Oldest dead'], views.map(row)));
      const dead = views.filter((each) => each.dead > 0);
      for (const { name } of dead) say(yellow(`${name} has dead letters: npm run crier -- dead ${name}`));
    }),
});

const row = (each: QueueView): (string | number)[] => [
  ...[each.name, each.waiting, each.later, each.in_flight],
  ...[ageWords(each.oldest_seconds), each.dead, ageWords(each.oldest_dead_seconds)],
];
