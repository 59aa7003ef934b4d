import { when } from '../../contracts/officers/words.ts';
import { consumersOf, replayTo, type Span } from '../../infra/operate/replay.ts';
import { confirmed } from './confirm.ts';
import { clean, say, sayJson } from './print.ts';
import { atStack } from './stack.ts';
import { NotFound, WrongUsage } from './trouble.ts';

type Asked = Span & {
  consumer: string;
  stack?: string | undefined;
  url?: string | undefined;
  json?: boolean | undefined;
  yes?: boolean | undefined;
};

/** Has the facts of a time brought to one function again. What it has done already it does not do twice. */
export const replayToConsumer = (asked: Asked): Promise<void> =>
  atStack(asked, async ({ stack, clients }) => {
    const all = consumersOf(stack);
    const consumer = all.find(({ name }) => name === asked.consumer);
    if (!consumer) {
      const names = all.filter(({ byOthers }) => !byOthers).map(({ name }) => name);
      throw new NotFound(`No facts reach "${clean(asked.consumer)}". They reach: ${names.join(', ')}.`);
    }
    if (consumer.byOthers)
      throw new WrongUsage(
        `${consumer.name} tells other systems: name the one that is to be told again with --subscriber.`,
      );
    const { from, to } = asked;
    const said = `${consumer.name} (${stack.name}) gets the facts again that the bus had from ${when(from)} to ${when(to)}.`;
    await confirmed(said, asked);
    const replay = await replayTo(clients, stack, { consumer, from, to, at: Date.now() });
    if (asked.json) return sayJson({ stack: stack.name, consumer: consumer.name, replay });
    say(said);
    say('It takes some minutes, and what was done before is not done twice. See npm run crier -- queues');
  });
