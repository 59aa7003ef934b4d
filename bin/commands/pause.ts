import { userInfo } from 'node:os';
import { defineCommand } from 'citty';
import { councils } from '../../infra/config/councils.ts';
import { sourcesIn } from '../../infra/operate/pause.ts';
import { confirmed, yes } from './confirm.ts';
import { clean, say, sayJson } from './print.ts';
import { atStack, operated } from './stack.ts';
import { NotFound, WrongUsage } from './trouble.ts';

export const pause = defineCommand({
  meta: { name: 'pause', description: 'Take nothing from one source until resume SOURCE: nothing of it is lost' },
  args: {
    source: {
      type: 'positional',
      required: true,
      description: 'The source, such as contact-centre',
      valueHint: 'SOURCE',
    },
    reason: { type: 'string', description: 'Why, for your colleagues', valueHint: 'TEXT' },
    ...operated,
    yes,
  },
  run: ({ args }) =>
    atStack(args, async ({ stack, clients }) => {
      const why = args.reason?.trim();
      if (!why) throw new WrongUsage('Say why, for your colleagues: --reason "TEXT".');
      const source = sourceNamed(stack.name, args.source);
      await confirmed(
        `Nothing of ${source} (${stack.name}) is taken: its events are answered with 503, and it sends them again; its files wait in the inbox, for 14 days at most. Payments and holds that it tells are not known meanwhile: npm run crier -- stop, if that matters.`,
        args,
      );
      const paused = { since: new Date().toISOString(), by: userInfo().username, why };
      await sourcesIn(clients, stack).pause(source, paused);
      if (args.json) return sayJson({ stack: stack.name, source, ...paused });
      say(`${source} is paused. Go on with: npm run crier -- resume ${source}`);
    }),
});

type Asked = {
  source: string;
  stack?: string | undefined;
  url?: string | undefined;
  json?: boolean | undefined;
  yes?: boolean | undefined;
};

/** Takes from a source again. */
export const resumeSource = (asked: Asked): Promise<void> =>
  atStack(asked, async ({ stack, clients }) => {
    const source = sourceNamed(stack.name, asked.source);
    const known = sourcesIn(clients, stack);
    const was = await known.paused(source);
    if (was !== null) {
      await confirmed(
        `${source} (${stack.name}) was paused since ${was.since}: ${was.why} It is taken from again.`,
        asked,
      );
      await known.resume(source);
    }
    if (asked.json) return sayJson({ stack: stack.name, source, was });
    if (was === null) return say(`${source} was not paused: nothing has changed.`);
    say(`${source} is taken from again: its events when it sends them again, its files within a quarter of an hour.`);
  });

/** @throws NotFound that lists those there are */
function sourceNamed(stack: string, name: string): string {
  const council = councils.find(({ id }) => stack.startsWith(`crier-${id}-`));
  const known = council ? [...Object.keys(council.sources), ...council.open311.clients.map((each) => each.name)] : [];
  if (known.includes(name)) return name;
  throw new NotFound(`There is no source "${clean(name)}". There are: ${known.join(', ')}.`);
}
