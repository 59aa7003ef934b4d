// The world a sandbox is loaded with: services with their keys, templates, senders and limits.
import * as z from 'zod';
import { parseUuid } from '../forms/uuid.ts';

const uuid = z.string().refine((value) => parseUuid(value) === value, 'must be a UUID in lower case with dashes');
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/, 'must be a UTC time such as 2026-11-20T09:00:00.125000Z');

const templateVersion = z.object({
  version: z.int().positive(),
  name: z.string().min(1),
  subject: z.string().nullable().default(null),
  body: z.string(),
  postage: z.enum(['first', 'second', 'economy']).nullable().default(null),
  letter_contact_block: z.string().nullable().default(null),
  created_by: z.string(),
  created_at: instant,
  updated_at: instant.nullable().default(null),
});

const template = templateVersion.extend({
  id: uuid,
  type: z.enum(['sms', 'email', 'letter']),
  archived: z.boolean().default(false),
  versions: z.array(templateVersion).default([]),
});

const key = z.object({
  name: z.string().min(1),
  type: z.enum(['live', 'team', 'test']),
  secret: uuid,
  revoked: z.boolean().default(false),
});

const service = z.object({
  id: uuid,
  name: z.string().min(1),
  email_from: z.string().min(1),
  active: z.boolean(),
  restricted: z.boolean(),
  permissions: z.array(z.string()),
  rate_limit: z.int().positive(),
  daily_limits: z.object({
    sms: z.int().nonnegative(),
    email: z.int().nonnegative(),
    letter: z.int().nonnegative(),
    international_sms: z.int().nonnegative(),
  }),
  prefix_sms: z.boolean(),
  contact_link: z.string().nullable().default(null),
  keys: z.array(key).default([]),
  team_members: z
    .array(z.object({ email_address: z.string().nullable(), phone_number: z.string().nullable() }))
    .default([]),
  guest_list: z
    .object({ email_addresses: z.array(z.string()), phone_numbers: z.array(z.string()) })
    .default({ email_addresses: [], phone_numbers: [] }),
  sms_senders: z
    .array(z.object({ id: uuid, value: z.string(), default: z.boolean(), archived: z.boolean().default(false) }))
    .default([]),
  email_reply_to: z
    .array(z.object({ id: uuid, address: z.string(), default: z.boolean(), archived: z.boolean().default(false) }))
    .default([]),
  templates: z.array(template).default([]),
  callbacks: z
    .array(
      z.object({
        type: z.enum(['delivery_status', 'inbound_sms', 'returned_letter']),
        url: z.url(),
        bearer_token: z.string(),
      }),
    )
    .default([]),
  received_texts: z
    .array(
      z.object({
        id: uuid,
        notify_number: z.string(),
        user_number: z.string(),
        content: z.string(),
        created_at: instant,
      }),
    )
    .default([]),
});

const world = z
  .object({
    settings: z.object({
      email_domain: z.string(),
      admin_base_url: z.string(),
      document_download_url: z.string(),
      sms_rate: z.number().nonnegative(),
      page_size: z.int().positive().default(250),
      /** What a text may hold: any letter since September 2026, or what recordings of an earlier Notify know. */
      sms_letters: z.enum(['gsm-and-welsh', 'any']).default('gsm-and-welsh'),
    }),
    services: z.array(service),
  })
  .superRefine(({ services }, context) => {
    const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const seen = new Set<string>();
    const once = (value: string, path: (string | number)[]) => {
      if (seen.has(value)) fault(path, `"${value}" is used twice; every id and key name may be used once`);
      seen.add(value);
    };
    for (const [index, each] of services.entries()) {
      const at = (...path: (string | number)[]) => ['services', index, ...path];
      once(each.id, at('id'));
      for (const [place, one] of each.keys.entries()) once(one.name, at('keys', place, 'name'));
      for (const [place, one] of each.templates.entries()) once(one.id, at('templates', place, 'id'));
      if (each.permissions.includes('sms') && each.sms_senders.filter((sender) => sender.default).length !== 1) {
        fault(at('sms_senders'), 'must have exactly one sender with "default": true');
      }
    }
  });

export type World = z.infer<typeof world>;
export type Service = z.infer<typeof service>;
export type Key = z.infer<typeof key>;
export type KeyType = Key['type'];
export type Template = z.infer<typeof template>;
export type TemplateVersion = z.infer<typeof templateVersion> & Pick<Template, 'id' | 'type' | 'archived'>;
export type Channel = Template['type'];

const SHOWN_FAULTS = 5;

/** Checks a world file's content. Throws an Error that says what is wrong, where, and what to do. */
export function parseWorld(json: unknown): World {
  const result = world.safeParse(json);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => {
    const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
    return `  ${place.replace(/^\./, '') || '(the whole file)'}: ${message}`;
  });
  const more = faults.length > SHOWN_FAULTS ? [`  … and ${faults.length - SHOWN_FAULTS} more`] : [];
  throw new Error(
    [
      'The world is not in the right form:',
      ...faults.slice(0, SHOWN_FAULTS),
      ...more,
      'Correct the file (infra/local/notify/README.md describes it) and start again.',
    ].join('\n'),
  );
}

/** One version of a template, or its current one; undefined if there is no such version. */
export function versionOf(found: Template, version?: number): TemplateVersion | undefined {
  const { id, type, archived } = found;
  if (version === undefined || version === found.version) return { ...found, id, type, archived };
  const older = found.versions.find((each) => each.version === version);
  return older && { ...older, id, type, archived };
}

/** The API key as a client is given it. */
export const keyString = (of: Service, { name, secret }: Key): string => `${name}-${of.id}-${secret}`;
