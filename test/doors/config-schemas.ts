// What configuration is valid, as JSON Schemas of our own.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { catalogue } from '../../contracts/catalogue.ts';
import { contract as identityLinked } from '../../contracts/events/residents/identity-linked.v1.ts';
import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import { councils } from '../../infra/config/councils.ts';

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
    brake: strict({ first_run: whole(0), times: { type: 'number', minimum: 1 }, at_least: whole(0) }),
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

const PRINCIPALS = {
  type: 'object',
  additionalProperties: {
    ...{ type: 'array', minItems: 1 },
    items: { type: 'string', pattern: '^arn:aws:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]+$' },
  },
};
const EMAILS = { type: 'array', items: { type: 'string', format: 'email' } };
const ALARM_EMAILS = strict({ wake: EMAILS, today: EMAILS, note: EMAILS });
const stage = (more: Json) =>
  strict({
    ...{ ...perStage, account: orNull({ type: 'string', pattern: '^[0-9]{12}$' }), region: { const: 'eu-west-2' } },
    ...{
      budget_dollars: { type: 'number', exclusiveMinimum: 0 },
      alarm_emails: ALARM_EMAILS,
      gather_facts_seconds: whole(1, 300),
    },
    deliverers: PRINCIPALS,
    fetchers: PRINCIPALS,
    ...{
      silent_after_days: orNull(whole(2, 7)),
      site_domain: orNull(
        strict({
          name: { type: 'string', pattern: '^([a-z0-9-]+\\.)+[a-z]{2,}$' },
          certificate_arn: orNull({
            type: 'string',
            pattern: '^arn:aws:acm:us-east-1:[0-9]{12}:certificate/[0-9a-f-]{36}$',
          }),
        }),
      ),
      protected: { type: 'boolean' },
      log_days: { enum: [30, 90, 180, 365] },
      tracing: { type: 'boolean' },
      copies: orNull(
        strict({
          account: { type: 'string', pattern: '^[0-9]{12}$' },
          region: { type: 'string', pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$', not: { const: 'eu-west-2' } },
        }),
      ),
    },
    ...{ notify_url: { type: 'string', pattern: '^https://[^ ]+[^/]$' }, clock_shift_ms: { const: 0 }, ...more },
  });
const each = (values: readonly string[], minItems: number) => ({
  ...{ type: 'array', minItems, uniqueItems: true },
  items: { enum: [...values] },
});
const TYPES = catalogue.map(({ type }) => type).filter((type) => type !== identityLinked.type);
/** `moves` has these columns beside others. */
const FIELDS_OF_MOVES = ['first_name', 'mobile', 'postal_address'];
const FILE = { kind: { const: 'file' }, layout: { const: 'moves' }, encoding: { enum: ['utf-8', 'windows-1252'] } };
const SUBSCRIBER = strict({
  name: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' },
  owner: { type: 'string', pattern: '\\S' },
  events: each(TYPES, 1),
  fields: each(['first_name', 'mobile', 'email', 'postal_address'], 0),
  transport: {
    oneOf: [
      strict({
        ...{ kind: { const: 'webhook' }, url: { type: 'string', pattern: '^https://[^\\s#@]+$' } },
        ...{ timeout_seconds: whole(1, 30), per_second: whole(1, 100) },
      }),
      strict({ ...FILE, schedule: { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' } }),
      strict({ ...FILE, after_changes: whole(1, 100_000) }),
    ],
  },
  retry: strict({ days: whole(1, 7) }),
});

/** So many characters at most, spaces around them aside. */
const words = (most: number) => ({ type: 'string', pattern: `^\\s*\\S([\\s\\S]{0,${most - 2}}\\S)?\\s*$` });
const but = (schema: Json, ...optional: string[]) => ({
  ...schema,
  required: schema.required.filter((name: string) => !optional.includes(name)),
});
const CODE = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,59}$' };
const NAME = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' };
const VALUES = { type: 'object', propertyNames: words(60), additionalProperties: words(100) };
const isList = { properties: { datatype: { enum: ['singlevaluelist', 'multivaluelist'] } } };
const ATTRIBUTE = {
  ...but(
    strict({
      ...{ code: CODE, required: { type: 'boolean' }, description: words(200), values: VALUES },
      datatype: { enum: ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'] },
    }),
    'values',
  ),
  if: isList,
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: { required: ['values'], properties: { values: { minProperties: 1 } } },
  else: { properties: { values: { maxProperties: 0 } } },
};
const MEANINGS = ['assessed', 'booked', 'in-progress', 'fixed', 'no-further-action', 'not-councils-responsibility'];
const STATUSES = {
  type: 'object',
  propertyNames: { enum: [...MEANINGS, 'cancelled', 'nothing'] },
  additionalProperties: { type: 'array', minItems: 1, items: words(60) },
};
const SERVICE = but(
  strict({
    ...{ code: CODE, description: words(200), group: words(60), keywords: words(200), at: { enum: ['place', 'home'] } },
    attributes: { type: 'array', maxItems: 20, items: ATTRIBUTE },
  }),
  ...['keywords', 'attributes'],
);
const OPEN311 = strict({
  jurisdiction_id: { type: 'string', pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$' },
  services: { type: 'array', items: SERVICE },
  clients: { type: 'array', items: but(strict({ name: NAME, statuses: STATUSES }), 'statuses') },
  back_offices: { type: 'array', maxItems: 0 }, // that of the councils here; what comes of a mutation is none
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
    additionalProperties: but(
      strict({
        owner: text,
        types: {
          type: 'array',
          items: { enum: councils.flatMap(({ sources }) => Object.values(sources).flatMap(({ types }) => types)) },
        },
      }),
      'owner',
    ),
  },
  open_data: strict({
    url: { type: 'string', pattern: '^https://[^ ]+[^/]$' },
    contact: strict({ name: text, email: { type: 'string', format: 'email' } }),
  }),
  security_contact: { type: 'string', format: 'email' },
  text_price_pence: { type: 'number', exclusiveMinimum: 0 },
  subscribers: { type: 'array', items: SUBSCRIBER },
  open311: OPEN311,
  layouts: { type: 'array', maxItems: 0 }, // that of the councils here; what comes of a mutation is none
  settings: strict({ ...shared, switched_off: { type: 'array', items: { enum: [...ourCatalogue.types] } } }),
  stages: strict({
    local: stage({
      notify_url: { type: 'string', pattern: '^https?://[^ ]+[^/]$' },
      clock_shift_ms: whole(-(2 ** 53) + 1),
      tracing: { const: false },
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
export const checks = { council: ajv.compile(COUNCIL), settings: ajv.compile(SETTINGS), sources: ajv.compile(SOURCES) };

/** What no JSON Schema says: files are delivered for sources of the council alone, names stand once, and a file's columns are allowed. */
export const isCouncil = (json: Json): boolean => {
  if (!checks.council(json)) return false;
  const { sources, stages, subscribers } = json as Json;
  const delivering = Object.values(stages).flatMap((each: Json) => Object.keys(each.deliverers));
  const names = subscribers.map(({ name }: Json) => name);
  const fetching = Object.values(stages).flatMap((each: Json) => Object.keys(each.fetchers));
  const byFile = subscribers.filter(({ transport }: Json) => transport.kind === 'file');
  return (
    delivering.every((source) => Object.hasOwn(sources, source)) &&
    new Set(names).size === names.length &&
    fetching.every((name) => byFile.some((each: Json) => each.name === name)) &&
    byFile.every(({ fields }: Json) => FIELDS_OF_MOVES.every((field) => fields.includes(field)))
  );
};
