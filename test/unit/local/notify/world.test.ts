import { describe, expect, it } from 'vitest';
import { demoWorld } from '../../../../infra/local/notify/world/demo-world.ts';
import { makeWorld } from '../../../../infra/local/notify/world/make-world.ts';
import { parseWorld } from '../../../../infra/local/notify/world/world.ts';

const input = {
  serviceName: 'Darlington Council',
  prefixSms: true,
  templates: [
    { name: 'Reminder', type: 'sms' as const, body: 'Hello ((name))' },
    { name: 'Reminder', type: 'email' as const, subject: 'Reminder', body: 'Hello ((name))' },
  ],
  callbackUrls: { receipts: 'http://127.0.0.1:1/receipts', texts: 'http://127.0.0.1:1/texts' },
  callbackToken: 'a-token',
};
const changed = (change: (world: ReturnType<typeof demoWorld>['world']) => void) => {
  const { world } = demoWorld();
  change(world);
  return () => parseWorld(JSON.parse(JSON.stringify(world)));
};

describe('makeWorld', () => {
  it('gives the same ids and keys each time, and no id twice', () => {
    const made = makeWorld(input);
    expect(makeWorld(input)).toEqual(made);
    const [service] = made.world.services;
    const ids = [service?.id, ...(service?.templates.map((each) => each.id) ?? [])];
    expect(new Set(ids).size).toBe(3);
    expect(made.keys.live).toBe(`darlington.council-live-${service?.id}-${service?.keys[0]?.secret}`);
  });

  it('calls back where it is told', () => {
    expect(makeWorld(input).world.services[0]?.callbacks).toEqual([
      { type: 'delivery_status', url: 'http://127.0.0.1:1/receipts', bearer_token: 'a-token' },
      { type: 'inbound_sms', url: 'http://127.0.0.1:1/texts', bearer_token: 'a-token' },
    ]);
    expect(demoWorld().world.services[0]?.callbacks).toEqual([]);
  });
});

it('[check 26] a world that says nothing of it has pages of 250, as the real server', () => {
  const { world } = demoWorld();
  const { page_size: _, ...settings } = world.settings;
  expect(parseWorld({ ...world, settings }).settings.page_size).toBe(250);
});

describe('a world that is wrong is refused with the place and the reason', () => {
  const cases: [string, () => unknown, RegExp][] = [
    ['no object', () => parseWorld([]), /\(the whole file\)/],
    [
      'a missing field',
      changed(({ services: [one] }) => Reflect.deleteProperty(one ?? {}, 'rate_limit')),
      /services\[0\]\.rate_limit/,
    ],
    [
      'an id that is no UUID',
      changed(({ services: [one] }) => Object.assign(one ?? {}, { id: 'x' })),
      /services\[0\]\.id: must be a UUID in lower case with dashes/,
    ],
    [
      'a template twice',
      changed(({ services: [one] }) => one?.templates.push(...one.templates)),
      /services\[0\]\.templates\[3\]\.id: ".*" is used twice/,
    ],
    [
      'no default sender',
      changed(({ services: [one] }) => Object.assign(one?.sms_senders[0] ?? {}, { default: false })),
      /services\[0\]\.sms_senders: must have exactly one sender/,
    ],
  ];
  it.each(cases)('%s', (_name, parse, message) => {
    expect(parse).toThrow(message);
    expect(parse).toThrow(/Correct the file/);
  });

  it('naming five faults and counting the rest', () => {
    const { world } = demoWorld();
    const broken = { ...world, services: Array.from({ length: 9 }, () => ({})) };
    expect(() => parseWorld(broken)).toThrow(/… and \d+ more/);
  });
});
