// A world for one council: one live service with a live, a team and a test key, from a list of templates.
import { uuidFrom } from '../forms/uuid.ts';
import { type Channel, keyString, parseWorld, type World } from './world.ts';

export type MakeWorldInput = {
  serviceName: string;
  /** Whether texts begin with the service's name. */
  prefixSms: boolean;
  /** Whom texts come from. A number takes replies; a name, such as GOVUK, takes none. */
  textSender?: string;
  templates: { name: string; type: Channel; subject?: string; body: string }[];
  /** Where receipts, received texts and returned letters are posted to; without addresses nothing is called back. */
  callbackUrls?: { receipts?: string; texts?: string; returnedLetters?: string };
  callbackToken?: string;
  /** Where the files of emails are downloaded from; the real server's address, which knows nothing of them, if it is left out. */
  documentsUrl?: string;
};

export type MadeWorld = { world: World; keys: { live: string; team: string; test: string } };

/** A service is a few days older than anything that is sent with it. */
const CREATED_AT = '2026-01-05T09:00:00.000000Z';
const TEXT_SENDER = 'GOVUK';

/** The same names give the same ids and keys: SHA-256 of the name, in the form of a UUID. */
export function makeWorld(input: MakeWorldInput): MadeWorld {
  const id = (...parts: string[]) => uuidFrom([input.serviceName, ...parts].join('/'));
  const slug = input.serviceName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.|\.$/g, '');
  const callback = (type: 'delivery_status' | 'inbound_sms' | 'returned_letter', url: string | undefined) =>
    url === undefined ? [] : [{ type, url, bearer_token: input.callbackToken ?? '' }];
  const world = parseWorld({
    settings: {
      email_domain: 'notifications.service.gov.uk',
      admin_base_url: 'https://www.notifications.service.gov.uk',
      document_download_url: input.documentsUrl ?? 'https://documents.service.gov.uk',
      sms_rate: 0.024,
      page_size: 250,
      sms_letters: 'any',
    },
    services: [
      {
        id: id('service'),
        name: input.serviceName,
        email_from: slug,
        active: true,
        restricted: false,
        permissions: ['sms', 'email', 'letter', 'inbound_sms'],
        rate_limit: 3000,
        daily_limits: { sms: 250_000, email: 250_000, letter: 20_000, international_sms: 100 },
        prefix_sms: input.prefixSms,
        contact_link: 'https://www.council.example/contact', // without one Notify takes no file for an email
        keys: (['live', 'team', 'test'] as const).map((type) => ({
          name: `${slug}-${type}`,
          type,
          secret: id('key', type),
        })),
        sms_senders: [{ id: id('sender'), value: input.textSender ?? TEXT_SENDER, default: true }],
        templates: input.templates.map(({ name, type, subject, body }) => ({
          id: id('template', type, name),
          type,
          version: 1,
          name,
          subject: subject ?? null,
          body,
          postage: type === 'letter' ? 'second' : null,
          created_by: 'notices@council.example',
          created_at: CREATED_AT,
        })),
        callbacks: [
          ...callback('delivery_status', input.callbackUrls?.receipts),
          ...callback('inbound_sms', input.callbackUrls?.texts),
          ...callback('returned_letter', input.callbackUrls?.returnedLetters),
        ],
      },
    ],
  });
  const [service] = world.services;
  const key = (type: string) => {
    const found = service?.keys.find((each) => each.type === type);
    return service && found ? keyString(service, found) : '';
  };
  return { world, keys: { live: key('live'), team: key('team'), test: key('test') } };
}
