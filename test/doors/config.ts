// Configuration under fire: councils and stages, what functions are told at their start, the sandbox's world and faults.
// What is valid is decided by JSON Schemas of our own here, checked by ajv.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { councils, settingsOf } from '../../infra/config/councils.ts';
import { demoWorld } from '../../infra/local/notify/world/demo-world.ts';
import type { Kind, Read } from './behind/config.ts';
import { type Child, type Door, isMarked, MARK, type Shot, type Verdict } from './door.ts';
import { mutateJsonText, mutateValue, oddValue } from './mutate.ts';
import { type Random, weighted } from './random.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON from anywhere
type Json = any;

const text = { type: 'string', minLength: 1 };
const whole = (minimum: number, maximum = 2 ** 53 - 1) => ({ type: 'integer', minimum, maximum });
const strict = (properties: Json) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const orNull = (schema: Json) => ({ anyOf: [{ type: 'null' }, schema] });
const list = { type: 'array', items: { type: 'string' } };

const LEGAL_DAYS = {
  type: 'array',
  items: strict({
    from: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
    profile: { enum: ['england-1992', 'wales-2026'] },
  }),
  contains: { type: 'object', required: ['from'], properties: { from: { type: 'string', pattern: '^[01]' } } },
};

const wordsByCode = (maxLength: number) => ({
  type: 'object',
  propertyNames: { pattern: '^[a-z][a-z0-9-]{0,59}$' },
  additionalProperties: { type: 'string', maxLength, pattern: "^[A-Za-z][A-Za-z',&() -]*$" },
});
const shared = {
  ...{
    council_name: text,
    phone: text,
    website: { type: 'string', maxLength: 30, pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$' },
    opening_hours: strict({
      opens: { type: 'string', pattern: '^0([0-8]:[0-5][0-9]|9:[0-2][0-9]|9:30)$' },
      shuts: { type: 'string', pattern: '^(1[6-9]|2[0-3]):[0-5][0-9]$' },
    }),
    reply_sender_id: orNull({ type: 'string', format: 'uuid' }),
    services: wordsByCode(40),
    targets: {
      type: 'object',
      propertyNames: { pattern: '^[a-z][a-z0-9-]{0,59}$' },
      additionalProperties: strict({
        working_hours: whole(1, 2000),
        at_work: { enum: ['working-days', 'every-day', 'always'] },
      }),
    },
    responsible: wordsByCode(26),
    small_balance_pence: whole(0),
    legal_days: LEGAL_DAYS,
    daily_limits: strict({ sms: whole(0), email: whole(0), letter: whole(0) }),
    letter_postage: { enum: ['first', 'second', 'economy'] },
  },
  posts_per_second: { type: 'number', exclusiveMinimum: 0, maximum: 50 },
  template_ids: { type: 'object', additionalProperties: { type: 'string' } },
};
const perStage = {
  sending: { enum: ['live', 'allow-list', 'shadow'] },
  allow_list: list,
  receipt_silence_seconds: whole(1),
  letter_silence_seconds: whole(1, 900),
};
const SETTINGS = strict({ ...shared, switched_off: list, ...perStage });

const stage = (more: Json) =>
  strict({
    ...{ ...perStage, account: orNull({ type: 'string', pattern: '^[0-9]{12}$' }), region: { const: 'eu-west-2' } },
    ...{ alarm_email: orNull({ type: 'string', format: 'email' }), gather_facts_seconds: whole(1, 300) },
    deliverers: {
      type: 'object',
      additionalProperties: {
        ...{ type: 'array', minItems: 1 },
        items: { type: 'string', pattern: '^arn:aws:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]+$' },
      },
    },
    ...{
      silent_after_days: orNull(whole(2, 7)),
      protected: { type: 'boolean' },
      log_days: { enum: [30, 90, 180, 365] },
    },
    ...{ notify_url: { type: 'string', pattern: '^https://[^ ]+[^/]$' }, clock_shift_ms: { const: 0 }, ...more },
  });
const COUNCIL = strict({
  ...{
    id: { type: 'string', pattern: '^[a-z]{1,31}$' },
    name: text,
    ons_code: { type: 'string', pattern: '^[EWNS][0-9]{8}$' },
  },
  sources: {
    type: 'object',
    propertyNames: { pattern: '^[a-z]+(-[a-z]+)*$' },
    additionalProperties: strict({
      types: {
        type: 'array',
        items: { enum: councils.flatMap(({ sources }) => Object.values(sources).flatMap(({ types }) => types)) },
      },
    }),
  },
  open_data: strict({
    url: { type: 'string', pattern: '^https://[^ ]+[^/]$' },
    contact: strict({ name: text, email: { type: 'string', format: 'email' } }),
  }),
  text_price_pence: { type: 'number', exclusiveMinimum: 0 },
  settings: strict({ ...shared, switched_off: { type: 'array', items: { enum: [...ourCatalogue.types] } } }),
  stages: strict({
    local: stage({
      notify_url: { type: 'string', pattern: '^https?://[^ ]+[^/]$' },
      clock_shift_ms: whole(-(2 ** 53) + 1),
    }),
    test: stage({}),
    production: stage({}),
  }),
});
const SOURCES = {
  type: 'object',
  additionalProperties: { type: 'object', properties: { types: list }, required: ['types'] },
};

const ajv = addFormats.default(new Ajv2020.default({ strict: false, allErrors: false }));
const checks = { council: ajv.compile(COUNCIL), settings: ajv.compile(SETTINGS), sources: ajv.compile(SOURCES) };

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
  const addresses = [json?.open_data?.url, ...Object.values(json?.stages ?? {}).map((each: Json) => each?.notify_url)];
  return addresses.some((each) => typeof each === 'string' && each !== each.trim());
};

/** What no JSON Schema says: files are delivered for sources of the council alone. */
const isCouncil = (json: Json): boolean => {
  if (!checks.council(json)) return false;
  const { sources, stages } = json as Json;
  const delivering = Object.values(stages).flatMap((each: Json) => Object.keys(each.deliverers));
  return delivering.every((source) => Object.hasOwn(sources, source));
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
