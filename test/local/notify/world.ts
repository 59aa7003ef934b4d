// A small world for the sandbox's tests: one service like a council's, and one of each kind that the rules treat apart.
import { uuidFrom } from '../../../infra/local/notify/forms/uuid.ts';
import { parseWorld, type Service, type World } from '../../../infra/local/notify/world/world.ts';

export const templateId = (name: string): string => uuidFrom(`template ${name}`);
export const serviceId = (name: string): string => uuidFrom(`service ${name}`);

type Wanted = {
  name: string;
  permissions?: string[];
  restricted?: boolean;
  active?: boolean;
  prefix_sms?: boolean;
  rate_limit?: number;
  daily?: number;
  noKeys?: boolean;
  callbacks?: Service['callbacks'];
};

const created = { version: 1, created_by: 'ann@council.example', created_at: '2026-01-05T09:00:00.000000Z' };
const ALL = ['sms', 'email', 'letter', 'international_sms', 'international_letters', 'inbound_sms'];

const TEMPLATES = [
  { name: 'code', type: 'sms', body: 'Hello ((name)), code ((code))' },
  { name: 'plain', type: 'sms', body: 'Plain text' },
  { name: 'any', type: 'sms', body: '((body))' },
  { name: 'gone', type: 'sms', body: 'gone', archived: true },
  {
    name: 'mail',
    type: 'email',
    subject: 'Subj ((name))',
    body: 'Hi ((name))\n\n((urgent??Please hurry))\n\nItems: ((items))\n\nend',
  },
  { name: 'plain mail', type: 'email', subject: 'Subject', body: 'Body' },
  { name: 'any mail', type: 'email', subject: 's', body: '((body))' },
  { name: 'letter', type: 'letter', subject: 'Heading ((ref))', body: 'Dear ((address_line_1))', postage: 'second' },
  {
    name: 'twice',
    type: 'sms',
    body: 'Second ((first name))',
    version: 2,
    versions: [{ ...created, version: 1, name: 'once', body: 'First' }],
  },
];

function service(wanted: Wanted) {
  const { name } = wanted;
  const daily = wanted.daily ?? 1000;
  const id = (what: string) => uuidFrom(`${what} ${name}`);
  return {
    id: serviceId(name),
    name,
    email_from: name.toLowerCase().replaceAll(' ', '.'),
    active: wanted.active ?? true,
    restricted: wanted.restricted ?? false,
    permissions: wanted.permissions ?? ALL,
    rate_limit: wanted.rate_limit ?? 3000,
    daily_limits: { sms: daily, email: daily, letter: daily, international_sms: 2 },
    prefix_sms: wanted.prefix_sms ?? false,
    contact_link: 'https://council.example/contact',
    keys: wanted.noKeys
      ? []
      : [
          ...['live', 'team', 'test'].map((type) => ({ name: `${name} ${type}`, type, secret: id(type) })),
          { name: `${name} revoked`, type: 'test', secret: id('revoked'), revoked: true },
        ],
    guest_list: { email_addresses: ['guest@example.com'], phone_numbers: ['07700900777'] },
    sms_senders: [
      { id: id('sender'), value: '07700900500', default: true },
      { id: id('other sender'), value: 'Council', default: false },
      { id: id('old sender'), value: 'Old', default: false, archived: true },
    ],
    email_reply_to: [{ id: id('reply to'), address: 'reply@council.example', default: true }],
    // Only the first service has the known template ids: the others' are of their own.
    templates: TEMPLATES.map((template) => ({
      ...created,
      ...template,
      id: name === 'Main' ? templateId(template.name) : templateId(`${name} ${template.name}`),
    })),
    callbacks: wanted.callbacks ?? [],
    received_texts: ['one', 'two', 'three'].map((content, index) => ({
      id: id(content),
      notify_number: '07700900500',
      user_number: '447700900601',
      content,
      created_at: `2026-11-20T0${index}:00:00.000000Z`,
    })),
  };
}

/** `callbackUrl` is where the service Main has its receipts (/receipts) and received texts (/texts) posted. */
export function testWorld(options: { callbackUrl?: string; pageSize?: number } = {}): World {
  const { callbackUrl } = options;
  const callbacks: Service['callbacks'] = callbackUrl
    ? [
        { type: 'delivery_status', url: `${callbackUrl}/receipts`, bearer_token: 'token-of-receipts' },
        { type: 'inbound_sms', url: `${callbackUrl}/texts`, bearer_token: 'token-of-texts' },
      ]
    : [];
  return parseWorld({
    settings: {
      email_domain: 'notify.example',
      admin_base_url: 'https://admin.example',
      document_download_url: 'https://documents.example',
      sms_rate: 0.02,
      page_size: options.pageSize ?? 250,
    },
    services: [
      service({ name: 'Main', callbacks }),
      service({ name: 'UK only', permissions: ['sms', 'email', 'letter', 'sms_to_uk_landlines'], prefix_sms: true }),
      service({ name: 'Email only', permissions: ['email'] }),
      service({ name: 'Trial', restricted: true }),
      service({ name: 'Slow', rate_limit: 30 }),
      service({ name: 'Few', daily: 3 }),
      service({ name: 'Archived', active: false }),
      service({ name: 'Keyless', noKeys: true }),
    ],
  });
}
