import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { callerOf } from '../../../functions/shared/bearer.ts';
import { keptField, keptKeys, keptTokens } from '../../../functions/shared/secret.ts';

const MINUTE = 60_000;

/** A secret that can be changed, and how often it was read. */
function secretWith(fields: Record<string, string | string[]>) {
  const client = new SecretsManagerClient({ region: 'eu-west-2' });
  const secret = { fields, broken: false };
  const mock = mockClient(client);
  mock.on(GetSecretValueCommand).callsFake(() => {
    if (secret.broken) throw new Error('Secrets Manager is away');
    return { SecretString: JSON.stringify(secret.fields) };
  });
  const clock = { now: 0 };
  const reads = () => mock.commandCalls(GetSecretValueCommand).length;
  return { client, secret, clock, now: () => clock.now, reads };
}

test('an empty field is not set up yet, and looked for each time: whoever puts it in need not start anything again', async () => {
  const { client, secret, now, reads } = secretWith({ api_key: '', callback_token: 'x' });
  const key = keptField(client, 'notify', 'api_key', now);
  expect([await key(), await key(), reads()]).toEqual([null, null, 2]);
  secret.fields = { api_key: 'the-key' };
  expect([await key(), await key(), reads()]).toEqual(['the-key', 'the-key', 3]);
});

test('what is set is read again after five minutes', async () => {
  const { client, secret, clock, now, reads } = secretWith({ api_key: 'old' });
  const key = keptField(client, 'notify', 'api_key', now);
  await key();
  secret.fields = { api_key: 'new' };
  clock.now = 5 * MINUTE - 1;
  expect([await key(), reads()]).toEqual(['old', 1]);
  clock.now = 5 * MINUTE;
  expect([await key(), reads()]).toEqual(['new', 2]);
});

test('what is set is read again after a refusal, but not for each of many', async () => {
  const { client, secret, clock, now, reads } = secretWith({ api_key: 'old' });
  const key = keptField(client, 'notify', 'api_key', now);
  await key();
  secret.fields = { api_key: 'new' };
  expect([await key('refusal'), reads()]).toEqual(['old', 1]); // it was read this very moment
  clock.now = 10_000;
  expect(await Promise.all([key('refusal'), key('refusal'), key()])).toEqual(['new', 'new', 'new']);
  expect(reads()).toBe(2);
});

test('while one value takes the place of another both tokens count, each as its owner; of a key the new one is used', async () => {
  const { client, secret, now } = secretWith({ anna: ['the-new-token', 'the-old-token'], bert: 'the-token-of-bert' });
  const officers = keptTokens(client, { id: 'officers', name: 'OFFICERS_SECRET' }, now);
  const owners = ['the-new-token', 'the-old-token', 'the-token-of-bert', 'a-forged-token', ''].map((token) =>
    callerOf(officers, `Bearer ${token}`),
  );
  expect(await Promise.all(owners)).toEqual(['anna', 'anna', 'bert', null, null]);
  secret.fields = { api_key: ['new', 'old'], anna: ['the-new-token', 'short'] };
  expect(await keptField(client, 'notify', 'api_key', now)()).toBe('new');
  await expect(keptTokens(client, { id: 'o', name: 'OFFICERS_SECRET', only: 'anna' }, now)()).rejects.toThrow(
    'OFFICERS_SECRET: the token "anna" must be',
  );
});

test('a read that fails is not kept', async () => {
  const { client, secret, now } = secretWith({ api_key: 'the-key' });
  const key = keptField(client, 'notify', 'api_key', now);
  secret.broken = true;
  await expect(key()).rejects.toThrow('away');
  secret.broken = false;
  expect(await key()).toBe('the-key');
});

test('a source without a token yet keeps no other from sending, and one whose token is too short is named', async () => {
  const { client, secret, now } = secretWith({ 'revenues-benefits': 'a-long-token-of-theirs', 'contact-centre': '' });
  const sources = { id: 'sources', name: 'SOURCES_SECRET' };
  expect(await keptTokens(client, sources, now)()).toEqual({ 'revenues-benefits': 'a-long-token-of-theirs' });
  secret.fields = { 'contact-centre': 'short' };
  await expect(keptTokens(client, sources, now)()).rejects.toThrow(
    'SOURCES_SECRET: the token "contact-centre" must be',
  );
  secret.fields = { 'contact-centre': '' };
  expect(await keptTokens(client, sources, now)()).toBeNull();
});

test('of a secret with other fields beside it one token is taken alone', async () => {
  const { client, now } = secretWith({ api_key: 'k', callback_token: 'a-long-token-of-notify' });
  const callback = keptTokens(client, { id: 'notify', name: 'NOTIFY_SECRET', only: 'callback_token' }, now);
  expect(await callback()).toEqual({ callback_token: 'a-long-token-of-notify' });
});

test('a key that another system gave us may be short, and keeps nobody out who comes with a token of ours', async () => {
  const { client, now } = secretWith({
    fixmystreet: 'a-long-token-of-theirs',
    confirm: 'xyz',
    streets: ['new', 'old'],
  });
  const clients = { id: 'open311', name: 'OPEN311_SECRET', only: ['fixmystreet', 'street-works'] };
  expect(await keptTokens(client, clients, now)()).toEqual({ fixmystreet: 'a-long-token-of-theirs' });
  expect(await keptKeys(client, 'open311', now)()).toMatchObject({ confirm: 'xyz', streets: ['new', 'old'] });
});
