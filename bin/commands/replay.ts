import { defineCommand } from 'citty';
import type { ReplayAsked, ReplayView } from '../../contracts/officers/repeats.ts';
import type { SubscribersView } from '../../contracts/officers/subscribers.ts';
import { when } from '../../contracts/officers/words.ts';
import { londonInstant } from '../../functions/shared/calendar/london.ts';
import { confirmed, yes } from './confirm.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson } from './print.ts';
import { replayToConsumer } from './replay-consumer.ts';
import { operated } from './stack.ts';
import { NotFound, WrongUsage } from './trouble.ts';

export const replay = defineCommand({
  meta: {
    name: 'replay',
    description:
      'Tell one system, or one function, again what happened between two instants: of the last 30 days, as the bus has kept it',
  },
  args: {
    ...connection,
    stack: operated.stack,
    subscriber: { type: 'string', description: 'The system; nobody else is told', valueHint: 'NAME' },
    consumer: { type: 'string', description: 'Or the function, such as keep-register', valueHint: 'NAME' },
    from: {
      type: 'string',
      description: 'The first instant: a London day or time, such as 2026-11-28 or 2026-11-28T09:30, or one with Z',
      valueHint: 'INSTANT',
      required: true,
    },
    to: { type: 'string', description: 'The instant before which it ends', valueHint: 'INSTANT', required: true },
    yes,
  },
  run: async ({ args }) => {
    const { subscriber, consumer } = args;
    if ((subscriber === undefined) === (consumer === undefined))
      throw new WrongUsage('To whom? Give --subscriber NAME, or --consumer NAME.');
    const [from, to] = [instantOf('from', args.from), instantOf('to', args.to)] as const;
    if (from >= to) throw new WrongUsage('--from must come before --to.');
    if (consumer !== undefined) return await replayToConsumer({ ...args, consumer, from, to });
    const api = officersApi(args);
    const { subscribers } = await api.get<SubscribersView>('subscribers');
    if (!subscribers.some(({ name }) => name === subscriber)) {
      const names = subscribers.map(({ name }) => name).join(', ');
      throw new NotFound(`There is no subscriber "${clean(subscriber!)}". There are: ${names}.`);
    }
    await confirmed(`${subscriber} is told again what happened from ${when(from)} to ${when(to)}.`, args);
    const asked: ReplayAsked = {
      subscriber: subscriber!,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    };
    const view = await api.post<ReplayView>('replays', asked);
    if (args.json) return sayJson(view);
    say(clean(`${subscriber!} is told within minutes what it subscribes to, also what it was told before.`));
    say('What something newer has taken the place of is not told, and nobody else is told anything.');
    say(`See npm run crier -- deliveries --subscriber ${subscriber}`);
  },
});

const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}))?)?$/;

/** @throws WrongUsage */
function instantOf(option: string, text: string): number {
  const [, date, time = '00:00', seconds = '0'] = LOCAL.exec(text) ?? [];
  const isDate = date !== undefined && new Date(`${date}T${time}:00Z`).toJSON()?.startsWith(`${date}T${time}`);
  if (date !== undefined && isDate && Number(seconds) < 60) return londonInstant(date, time) + Number(seconds) * 1000;
  const at = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new WrongUsage(`--${option} "${clean(text)}" is no day or time, such as 2026-11-28 or 2026-11-28T09:30.`);
}
