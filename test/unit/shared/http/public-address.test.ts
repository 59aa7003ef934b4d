import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import {
  isForbiddenHost,
  isPublic,
  publicLookup,
  type Resolve,
} from '../../../../functions/shared/http/public-address.ts';

const PRIVATE = [
  ...[
    '127.0.0.1',
    '127.8.8.8',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
  ],
  ...['100.64.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12:3456::1'],
  ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'ff02::1', '2001:db8::1'],
];

test.each(PRIVATE)('%s is no address of the whole internet', (address) => {
  expect(isPublic(address)).toBe(false);
});

test.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34', '172.32.0.1'])(
  '%s is',
  (address) => {
    expect(isPublic(address)).toBe(true);
  },
);

test('one that stands in the URL itself is looked at too, however it is written', () => {
  const hosts = [
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
  ];
  expect(hosts.map((url) => isForbiddenHost(new URL(url).hostname))).toEqual(hosts.map(() => true));
  expect(['93.184.216.34', 'my.stockton.example'].map(isForbiddenHost)).toEqual([false, false]);
});

const resolving = (addresses: LookupAddress[]): Resolve =>
  ((_: string, __: object, done: (error: null, addresses: LookupAddress[]) => void) =>
    done(null, addresses)) as Resolve;
const look = (addresses: LookupAddress[], all = true) =>
  new Promise((resolve) =>
    publicLookup(resolving(addresses))('a.example', { all }, (error, found) => resolve(error?.code ?? found)),
  );

describe('a name', () => {
  const open = { address: '93.184.216.34', family: 4 };
  test('is called where it leads', async () => {
    expect(await look([open])).toEqual([open]);
    expect(await look([open], false)).toBe(open.address);
  });

  test('that leads to ourselves, or there as well, is not', async () => {
    expect(await look([{ address: '127.0.0.1', family: 4 }])).toBe('ADDRESS_NOT_ALLOWED');
    expect(await look([open, { address: '10.0.0.1', family: 4 }])).toBe('ADDRESS_NOT_ALLOWED');
    expect(await look([])).toBe('ADDRESS_NOT_ALLOWED');
  });
});
