import { defineCommand } from 'citty';
import { madeFor, type Outcome, type Step, stepped } from '../../infra/operate/rotation.ts';
import {
  ChangedMeanwhile,
  changeSecret,
  KINDS,
  type Kind,
  namesIn,
  readSecretOf,
  type Values,
} from '../../infra/operate/secrets.ts';
import { confirmed, yes } from './confirm.ts';
import { clean, say, sayJson, table, yellow } from './print.ts';
import { givenNotifyKey } from './rotate-notify-key.ts';
import { atStack, type Operated, operated } from './stack.ts';
import { Failed, NotFound, WrongUsage } from './trouble.ts';

export const rotate = defineCommand({
  meta: {
    name: 'rotate',
    description: 'Put a new token or secret in place of an old one: both count until --finish; nothing starts again',
  },
  args: {
    secret: {
      type: 'positional',
      required: false,
      description: 'Such as sources/revenues-benefits; else all are listed',
      valueHint: 'SECRET',
    },
    finish: { type: 'boolean', description: 'The new one is in use: the old one counts no longer' },
    back: { type: 'boolean', description: 'Keep the old one: the new one counts no longer' },
    new: { type: 'boolean', description: 'For a name that has none yet, such as officers/pat' },
    ...operated,
    yes,
  },
  run: ({ args }) =>
    atStack(args, async (at) => {
      if (args.finish && args.back) throw new WrongUsage('Give --finish or --back, not both.');
      if (args.secret === undefined) return await list(at, args.json);
      const step: Step = args.finish ? 'finish' : args.back ? 'back' : 'begin';
      const turned = await turn(at, { secret: args.secret, step, isNew: args.new ?? false, yes: args.yes });
      if (args.json) return sayJson(turned);
      for (const line of told(args.secret, turned)) say(line);
    }),
});

type Asked = { secret: string; step: Step; isNew: boolean; yes: boolean | undefined };
type Turned = { outcome: Outcome /** What its owner needs. */; value: string | null };

async function turn({ clients, stack }: Operated, { secret, step, isNew, yes }: Asked): Promise<Turned> {
  const { kind, name } = named(secret);
  const read = await readSecretOf(clients.secrets, stack, kind);
  const known = namesIn(read);
  const values = known.find((each) => each.name === name)?.values ?? (isNew && kind !== 'notify' ? [] : null);
  if (values === null) {
    const names = known.map((each) => each.name).join(', ') || 'none';
    throw new NotFound(`${clean(secret)} is not there; ${kind} has: ${names}. For a new name, give --new.`);
  }
  const isGiven = secret === 'notify/api_key';
  const given = isGiven && step === 'begin' && values.length < 2 ? await givenNotifyKey(stack, values) : null;
  const next = stepped(values, step, () => given ?? madeFor(kind, stack.name));
  if (next.values !== values) {
    await confirmed(`${WILL[next.outcome as keyof typeof WILL]} (${secret} of ${stack.name})`, { yes });
    try {
      await changeSecret(clients.secrets, read, { name, values: next.values });
    } catch (error) {
      throw error instanceof ChangedMeanwhile ? new Failed(error.message) : error;
    }
  }
  const shown = ['first', 'begun', 'under-way'].includes(next.outcome) && !isGiven;
  return { outcome: next.outcome, value: shown ? next.values[0]! : null };
}

const WILL = {
  first: 'A first value is put in.',
  begun: 'A new value is put in beside the old one, and both count.',
  finished: 'The old value is taken away, and counts for five minutes more.',
  'gone-back': 'The new value is taken away, and counts for five minutes more.',
} as const;

/** @throws WrongUsage */
function named(secret: string): { kind: Kind; name: string } {
  const [, kind = '', name = ''] = /^([a-z0-9]+)\/([a-z0-9][a-z0-9_-]{0,60})$/.exec(secret) ?? [];
  if (Object.hasOwn(KINDS, kind)) return { kind: kind as Kind, name };
  const kinds = Object.keys(KINDS).join(', ');
  throw new WrongUsage(`"${clean(secret)}" is no secret: it is KIND/NAME, of the kinds ${kinds}.`);
}

function* told(secret: string, { outcome, value }: Turned): Generator<string> {
  yield SAID[outcome];
  if (value !== null) {
    yield `\n${value}\n`;
    yield `${OWNERS[named(secret).kind]} It is shown again if you ask again.`;
  } else if (secret === 'notify/api_key' && outcome === 'finished')
    yield 'Revoke the old key in GOV.UK Notify, under API integration.';
  if (outcome === 'begun' || outcome === 'under-way') {
    yield `When the new one is in use:  npm run crier -- rotate ${secret} --finish`;
    yield `To keep the old one instead: npm run crier -- rotate ${secret} --back`;
  }
}

const SAID: Record<Outcome, string> = {
  first: 'It has a value now:',
  begun: 'Both values count, the old one and this:',
  'under-way': yellow('A rotation was begun and not finished: both values count. The new one:'),
  finished: 'The new value alone counts, within five minutes.',
  'gone-back': 'The old value alone counts, within five minutes, as before.',
  none: 'No rotation is under way: nothing has changed.',
};

const OWNERS: Record<Kind, string> = {
  sources: 'Give it to the system that sends, by a way that nobody else reads.',
  officers: 'Give it to the officer, by a way that nobody else reads: CRIER_TOKEN.',
  subscribers: 'Give it to the subscriber. Within five minutes webhooks are signed with both.',
  open311: 'Give it to the client: its api_key.',
  notify: 'Put it into GOV.UK Notify: API integration, Callbacks, each of the three.',
};

async function list({ clients, stack }: Operated, json: boolean | undefined): Promise<void> {
  const kinds = Object.keys(KINDS) as Kind[];
  const read = await Promise.all(
    kinds.map(async (kind) =>
      namesIn(await readSecretOf(clients.secrets, stack, kind)).map(({ name, values }) => ({
        secret: `${kind}/${name}`,
        state: stateOf(values),
      })),
    ),
  );
  const all = read.flat();
  if (json) return sayJson({ stack: stack.name, secrets: all });
  say(
    table(
      ['Secret', 'State'],
      all.map(({ secret, state }) => [secret, state]),
    ),
  );
}

const stateOf = (values: Values): string =>
  ['empty', 'set', 'a rotation is under way'][values.length] ?? 'not as it should be';
