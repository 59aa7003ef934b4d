// The integration tests of alphagov/notifications-node-client against the sandbox. They are not in its npm package and not
// here: CRIER_NOTIFY_CLIENT names a checkout of it in which `npm ci` was run, and without it this is skipped.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { uuidFrom } from '../../../infra/local/notify/forms/uuid.ts';
import { parseWorld, startNotifySandbox } from '../../../infra/local/notify/server.ts';
import { keyString } from '../../../infra/local/notify/world/world.ts';

const CHECKOUT = process.env['CRIER_NOTIFY_CLIENT'] ?? '';
const here = CHECKOUT !== '' && existsSync(join(CHECKOUT, 'spec/integration/test.js'));

const id = (what: string) => uuidFrom(`official client ${what}`);
const by = { created_by: 'ann@council.example', created_at: '2026-01-05T09:00:00.000000Z' };
const SMS_BODY = 'Hello ((name))\r\n\r\nFunctional Tests make our world a better place';
const BLOCK = [
  ...['Government Digital Service', 'The White Chapel Building', '10 Whitechapel High Street', 'London', 'E1 8QS'],
  'United Kingdom',
].join('\n');
const LETTER = { subject: 'Main heading', body: 'Hello ((address_line_1))', postage: 'second' as const };

/** The service that those tests expect: what they compare word for word stands here. */
function world() {
  const templates = [
    {
      ...{ ...by, id: id('email'), type: 'email', version: 1, name: 'Client Functional test email template' },
      subject: 'Functional Tests are good',
      body: 'Hello ((name))\r\n\r\nFunctional test help make our world a better place',
    },
    {
      ...{ ...by, id: id('sms'), type: 'sms', version: 2, name: 'Client Functional test sms template', body: SMS_BODY },
      versions: [{ ...by, version: 1, name: 'Example text message template', body: SMS_BODY }],
    },
    {
      ...{ ...by, ...LETTER, id: id('letter'), type: 'letter', version: 2, name: 'Client functional letter template' },
      letter_contact_block: BLOCK,
      versions: [{ ...by, ...LETTER, version: 1, name: 'Untitled' }],
    },
  ];
  const sender = { id: id('sender'), value: '07700900500', default: true };
  return parseWorld({
    settings: {
      ...{ email_domain: 'notifications.service.gov.uk', admin_base_url: 'https://admin.example' },
      ...{ document_download_url: 'https://documents.example', sms_rate: 0.024 },
    },
    services: [
      {
        ...{ id: id('service'), name: 'Client tests', email_from: 'client.tests', active: true, restricted: false },
        ...{ permissions: ['sms', 'email', 'letter', 'inbound_sms'], rate_limit: 3000, prefix_sms: false },
        daily_limits: { sms: 1000, email: 1000, letter: 1000, international_sms: 1000 },
        contact_link: 'https://council.example/contact',
        keys: ['test', 'team'].map((type) => ({ name: `client ${type}`, type, secret: id(type) })),
        guest_list: { email_addresses: ['ann@example.com'], phone_numbers: ['07900900123'] },
        sms_senders: [sender],
        email_reply_to: [{ id: id('reply to'), address: 'reply@council.example', default: true }],
        templates,
        received_texts: [
          {
            ...{ id: id('received'), notify_number: '07700900500', user_number: '447700900601', content: 'Hello' },
            created_at: '2026-11-20T09:00:00.000000Z',
          },
        ],
      },
    ],
  });
}

type Told = {
  stats: { passes: number; failures: number };
  failures: { fullTitle: string; err: { message: string } }[];
};

function mocha(env: Record<string, string>): Promise<Told> {
  // The PDF of a letter must be theirs byte for byte, which only their printer can do.
  const args = ['spec/integration/test.js', '--reporter', 'json', '--exit', '--grep', 'get a letter pdf', '--invert'];
  const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...args], {
    cwd: CHECKOUT,
    env: { PATH: process.env['PATH'], npm_config_integration: 'true', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      try {
        resolve(JSON.parse(out.slice(out.indexOf('{'))));
      } catch {
        reject(new Error(`mocha ended with ${code} and no report: was npm ci run in ${CHECKOUT}? ${out}`));
      }
    });
  });
}

it.skipIf(!here)(
  here
    ? "the official client's integration tests pass"
    : 'skipped: CRIER_NOTIFY_CLIENT names no checkout of the client',
  async () => {
    const loaded = world();
    // One of them sends a letter and does not wait: were it answered at once, its id would take the place of the one that
    // the next test reads. The real server is slow enough.
    const slow = { match: { reference: 'my_reference' }, effect: { kind: 'stall', after_ms: 2_000 } } as const;
    const sandbox = await startNotifySandbox({ world: loaded, faults: [slow] });
    const [service] = loaded.services;
    const key = (type: string) => keyString(service!, service!.keys.find((each) => each.type === type)!);
    const { stats, failures } = await mocha({
      ...{ NOTIFY_API_URL: sandbox.url, API_KEY: key('test'), API_SENDING_KEY: key('team') },
      ...{ INBOUND_SMS_QUERY_KEY: key('test'), FUNCTIONAL_TEST_NUMBER: '07900900123' },
      ...{ FUNCTIONAL_TEST_EMAIL: 'ann@example.com', SMS_SENDER_ID: id('sender'), EMAIL_REPLY_TO_ID: id('reply to') },
      ...{ SMS_TEMPLATE_ID: id('sms'), EMAIL_TEMPLATE_ID: id('email'), LETTER_TEMPLATE_ID: id('letter') },
    });
    await sandbox.close();
    expect(failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`)).toEqual([]);
    expect(stats.passes).toBeGreaterThanOrEqual(27);
  },
);
