// Configuration under fire: councils and stages, what functions are told at their start, the sandbox's world and faults.
// What is valid is decided by schemas of our own (config-schemas.ts), checked by ajv.
import { councils, settingsOf } from '../../infra/config/councils.ts';
import { demoWorld } from '../../infra/local/notify/world/demo-world.ts';
import type { Kind, Read } from './behind/config.ts';
import { checks, isCouncil } from './config-schemas.ts';
import { type Child, type Door, isMarked, MARK, type Shot, type Verdict } from './door.ts';
import { mutateJsonText, mutateValue, oddValue } from './mutate.ts';
import { type Random, weighted } from './random.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON from anywhere
type Json = any;

const council = { ...councils[0]!, settings: { ...councils[0]!.settings, template_ids: { 'A text': 'an-id' } } };
const marked = { ...council.stages.test, allow_list: [`+4477009${MARK}`, `${MARK}@example.org`] };
const COUNCIL_JSON: Json = JSON.parse(JSON.stringify({ ...council, stages: { ...council.stages, test: marked } }));
const SETTINGS_JSON: Json = JSON.parse(JSON.stringify(settingsOf(COUNCIL_JSON, 'test')));
const SOURCES_JSON: Json = JSON.parse(JSON.stringify(council.sources));
const WORLD: Json = JSON.parse(JSON.stringify(demoWorld().world));
const FAULTS: Json = [
  { match: { method: 'POST', path: '/v2/' }, every: 10, effect: { kind: 'fail-after-storing', status: 'reset' } },
  { match: {}, probability: 0.5, seed: 7, times: 3, effect: { kind: 'stall', before_ms: 10 } },
];

const jsonOf = (written: string): { json?: Json } => {
  try {
    return { json: JSON.parse(written) };
  } catch {
    return {};
  }
};

type Told = { kind: Kind; given: unknown; expected: 'taken' | 'refused' | 'either'; begins: RegExp };

async function tell(child: Child, { kind, given, expected, begins }: Told): Promise<Verdict> {
  const read: Read = await child.ask({ kind, given });
  const faults: string[] = [];
  if (!read.ok) {
    if (read.name !== 'Error') faults.push(`fell over with a ${read.name}: ${read.message}`);
    if (!begins.test(read.message)) faults.push(`does not say where it is wrong: ${read.message}`);
    if (isMarked(read.message)) faults.push('the error repeats marked data');
  }
  if (expected !== 'either' && expected !== (read.ok ? 'taken' : 'refused'))
    faults.push(`should be ${expected}: ${read.ok ? JSON.stringify(given).slice(0, 500) : read.message}`);
  return { faults, valid: expected === 'taken' ? 1 : 0 };
}

function mutated(random: Random, given: Json): Json {
  let value = given;
  for (let i = random.pick([0, 1, 1, 1, 2, 3]); i > 0; i -= 1) value = mutateValue(random, value);
  return value;
}

/** Whether ajv and the door may differ: an odd address of a kind that the two standards read in two ways. */
const isBorderline = (json: Json): boolean => {
  // What is called __proto__ is passed over by the one and looked at by the other.
  if (JSON.stringify(json)?.includes('"__proto__"')) return true;
  const webhooks = Array.isArray(json?.subscribers) ? json.subscribers.map((each: Json) => each?.transport?.url) : [];
  const addresses = [
    json?.open_data?.url,
    ...webhooks,
    ...Object.values(json?.stages ?? {}).map((each: Json) => each?.notify_url),
  ];
  return addresses.some((each) => typeof each === 'string' && each !== each.trim());
};

const shots: readonly (readonly [number, (random: Random) => Shot])[] = [
  [
    8,
    (random) => {
      const given = mutated(random, COUNCIL_JSON);
      const expected = isBorderline(given) ? 'either' : isCouncil(given) ? 'taken' : 'refused';
      const begins = /^infra\/config\/(\w+|<council>)\.ts(, stage \w+)?: ./;
      return { shape: 'council', fire: (child) => tell(child, { kind: 'council', given, expected, begins }) };
    },
  ],
  [
    6,
    (random) => {
      const kind = random.pick(['settings', 'sources'] as const);
      const json = JSON.stringify(mutated(random, kind === 'settings' ? SETTINGS_JSON : SOURCES_JSON)) ?? '';
      const given = random.chance(0.4) ? mutateJsonText(random, json) : json;
      const read = jsonOf(given);
      // What is called __proto__ is passed over by the one and looked at by the other.
      const isOdd = given.includes('__proto__');
      const expected = isOdd ? 'either' : 'json' in read && checks[kind](read.json) ? 'taken' : 'refused';
      const begins = kind === 'settings' ? /^SETTINGS: ./ : /^SOURCES: ./;
      return { shape: `variable: ${kind}`, fire: (child) => tell(child, { kind, given, expected, begins }) };
    },
  ],
  [
    2,
    (random) => {
      const token = random.chance(0.5) ? 'a-token-that-is-long' : oddValue(random);
      const given = { good: 'another-long-token', odd: token };
      const expected = typeof token === 'string' && token.length >= 12 ? 'taken' : 'refused';
      const begins = /^SOURCES_SECRET: the token "odd" must be/;
      return { shape: 'tokens', fire: (child) => tell(child, { kind: 'tokens', given, expected, begins }) };
    },
  ],
  [
    1,
    (random) => {
      const given = random.pick(['0', '1000', '-5', '1.5', 'x', '', '1e400', '0x10', ' 7 ', '9'.repeat(30)]);
      const expected = Number.isSafeInteger(Number(given)) ? 'taken' : 'refused';
      const begins = /^CLOCK_SHIFT_MS must be whole milliseconds/;
      return { shape: 'clock', fire: (child) => tell(child, { kind: 'clock', given, expected, begins }) };
    },
  ],
  [
    1,
    (random) => {
      const given = Object.fromEntries(
        random.some(
          [
            ['COUNCIL', 'stockton'],
            ['SETTINGS', '{}'],
            ['__proto__', 'x'],
          ],
          random.below(4),
        ),
      );
      const expected = 'COUNCIL' in given && 'SETTINGS' in given ? 'taken' : 'refused';
      const begins = /^environment variable (COUNCIL|SETTINGS)/;
      return { shape: 'environment', fire: (child) => tell(child, { kind: 'env', given, expected, begins }) };
    },
  ],
  [
    1,
    (random) => {
      const plain = [0, 5, 31, 32, 64, 65, 5000].map((length) => 'x'.repeat(length));
      const given = random.pick([...plain, '💷'.repeat(16), '\u0000'.repeat(40), `${'x'.repeat(40)}\n`]);
      const expected = given.length >= 32 ? 'taken' : 'refused';
      return {
        shape: 'key',
        fire: (child) =>
          tell(child, {
            kind: 'key',
            given,
            expected,
            begins: /^the reference key is too short/,
          }),
      };
    },
  ],
  [
    4,
    (random) => {
      const given = mutated(random, WORLD);
      const expected = JSON.stringify(given) === JSON.stringify(WORLD) ? 'taken' : 'either';
      return {
        shape: 'world',
        fire: (child) =>
          tell(child, { kind: 'world', given, expected, begins: /^The world is not in the right form:\n {2}\S/ }),
      };
    },
  ],
  [
    3,
    (random) => {
      const given = mutated(random, FAULTS);
      const expected = JSON.stringify(given) === JSON.stringify(FAULTS) ? 'taken' : 'either';
      return {
        shape: 'fault rules',
        fire: (child) => tell(child, { kind: 'faults', given, expected, begins: /^Fault rules: / }),
      };
    },
  ],
];

async function sound(child: Child): Promise<string[]> {
  const begins = /./;
  const first = await tell(child, { kind: 'council', given: COUNCIL_JSON, expected: 'taken', begins });
  const second = await tell(child, {
    kind: 'settings',
    given: JSON.stringify(SETTINGS_JSON),
    expected: 'taken',
    begins,
  });
  return [...first.faults, ...second.faults];
}

export const config: Door = { name: 'config', soundEvery: 5, sound, shot: (random) => weighted(random, shots)(random) };
