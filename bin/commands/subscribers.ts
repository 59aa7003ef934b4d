import { defineCommand } from 'citty';
import { HEALTH, type SubscribersView, type SubscriberView } from '../../contracts/officers/subscribers.ts';
import { when } from '../../contracts/officers/words.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson, table, yellow } from './print.ts';

export const subscribers = defineCommand({
  meta: {
    name: 'subscribers',
    description: 'The systems that are kept in step: how each does, what waits for more than a moment, what is dead',
  },
  args: connection,
  run: async ({ args }) => {
    const view = await officersApi(args).get<SubscribersView>('subscribers');
    if (args.json) return sayJson(view);
    if (view.subscribers.length === 0) return say('No system is kept in step: the council’s configuration names none.');
    say(table(['System', 'By', 'Health', 'Waiting', 'For', 'Dead', 'Next'], view.subscribers.map(row)));
    for (const each of view.subscribers) for (const line of whatToDo(each)) say(line);
  },
});

const row = (each: SubscriberView): (string | number)[] => [
  each.name,
  each.by,
  HEALTH[each.health],
  each.waits_more ? `${each.waiting} or more` : each.waiting,
  each.lag_seconds === null ? '-' : lagWords(each.lag_seconds),
  each.dead,
  nextOf(each),
];

function nextOf({ next_file_at, after_changes, next_probe_at }: SubscriberView): string {
  if (next_file_at) return `file on ${when(Date.parse(next_file_at))}`;
  if (after_changes) return `file after ${after_changes} ${after_changes === 1 ? 'change' : 'changes'}`;
  return next_probe_at ? `a try on ${when(Date.parse(next_probe_at))}` : '-';
}

const lagWords = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
};

function* whatToDo({ name, owner, dead, paused_since, failures }: SubscriberView): Generator<string> {
  if (paused_since) {
    yield yellow(
      clean(`${name} has not answered since ${when(Date.parse(paused_since))} (${failures} tries in a row).`),
    );
    yield clean(`  Ask: ${owner}. What waits goes by itself when it answers.`);
  }
  if (dead > 0) {
    yield yellow(clean(`${name} was not told ${dead} of what it should know.`));
    yield `  Why: npm run crier -- deliveries --subscriber ${name} --state dead`;
    yield `  When the cause is gone: npm run crier -- redrive --subscriber ${name}`;
  }
}
