import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LARGEST_BODY_BYTES, type Receipt } from '../../../../contracts/files/receipt.ts';
import type { Deliveries } from '../../../../functions/intake/receive-file/ports.ts';
import { receiveFile } from '../../../../functions/intake/receive-file/receive-file.ts';
import type { Request } from '../../../../functions/shared/http/request.ts';
import { aRequest } from '../../../support/http-request.ts';

const BYTES = Buffer.from('account_ref\r\n801\r\n');
const SUM = createHash('sha256').update(BYTES).digest('hex');
const KEY = `revenues/extract/${SUM.slice(0, 32)}/night 1.csv`;
const TOLD = {
  ...{ layout: 'extract', name: 'night 1.csv', sha256: SUM },
  receipt: `/files/extract/night%201.csv?sha256=${SUM}`,
};

function world() {
  const files = new Map<string, Uint8Array>();
  const receipts = new Map<string, Partial<Receipt>>();
  const address = (method: 'GET' | 'PUT', key: string) => ({
    ...{ method, url: `https://s3.example/${key}`, headers: {}, expires_at: '2026-09-29T11:00:00.000Z' },
  });
  const deliveries: Deliveries = {
    put: async (key, bytes) => void files.set(key, bytes),
    uploadAddress: async (key) => address('PUT', key),
    found: async (key) => ({ file: files.has(key), receipt: receipts.has(key) }),
    receipt: async (key) => receipts.get(key) as Receipt,
    rejectsAddress: async (key) => address('GET', `${key}.rejects.json`),
  };
  const deps = {
    tokens: async () => ({ revenues: 'token-of-revenues', contacts: 'token-of-contacts' }),
    sources: { extract: 'revenues', payments: 'revenues', counts: 'contacts' },
    deliveries,
  };
  const ask = (method: string, more: Partial<Request> = {}, name = 'night 1.csv', layout = 'extract') =>
    receiveFile(
      deps,
      aRequest({
        method,
        authorization: 'Bearer token-of-revenues',
        parameters: { layout, name },
        bytes: BYTES,
        ...more,
      }),
    );
  return { files, receipts, ask };
}

describe('a file in the body', () => {
  test('stands under its source, layout and sum, and the same again has the same answer', async () => {
    const { files, ask } = world();
    expect(await ask('PUT')).toEqual({ status: 202, body: TOLD });
    expect(await ask('PUT')).toEqual({ status: 202, body: TOLD });
    expect([...files]).toEqual([[KEY, BYTES]]);
  });

  test('under a name that had other bytes is another file', async () => {
    const { files, ask } = world();
    await ask('PUT');
    await ask('PUT', { bytes: Buffer.from('mended') });
    expect(files.size).toBe(2);
  });

  test.each([
    ['cut short on its way', { query: { sha256: SUM }, bytes: BYTES.subarray(0, 5) }, 400, 'other-bytes'],
    ['empty', { bytes: new Uint8Array() }, 400, 'empty'],
    ['taken for text, with letters that were none', { bytes: null }, 415, 'wrong-content-type'],
    ['too large for one call', { bytes: Buffer.alloc(LARGEST_BODY_BYTES + 1) }, 413, 'too-large'],
    ['with a sum that is none', { query: { sha256: 'abc' } }, 400, 'wrong-sum'],
    ['without a token', { authorization: undefined }, 401, 'unknown-token'],
    ['with the token of another source', { authorization: 'Bearer token-of-contacts' }, 403, 'wrong-layout'],
  ])('%s is refused, and nothing is kept', async (_, more, status, error) => {
    const { files, ask } = world();
    expect(await ask('PUT', more)).toMatchObject({ status, body: { error } });
    expect(files.size).toBe(0);
  });

  test.each([
    '',
    ' ',
    '.',
    '..',
    'a/b',
    'a\\b',
    'a\nb',
    'a\u202eb',
    '\ud800',
    'x'.repeat(201),
    'a.receipt.json',
    'a.REJECTS.json',
  ])('named %j is refused', async (name) => {
    const { files, ask } = world();
    expect(await ask('PUT', {}, name)).toMatchObject({ status: 400, body: { error: 'wrong-name' } });
    expect(files.size).toBe(0);
  });

  test('may be named as people name files', async () => {
    const { ask } = world();
    for (const name of ['Größe (1) – neu.csv', "o'brien;drop.CSV", '=cmd.csv', '%2e%2e', '名前.csv'])
      expect(await ask('PUT', {}, name)).toMatchObject({ status: 202, body: { name } });
  });
});

describe('a larger file', () => {
  const asked = (value: unknown) => ({ body: JSON.stringify(value) });

  test('gets an address of its own, and none once it is there', async () => {
    const { files, ask } = world();
    const offered = await ask('POST', asked({ bytes: 11_000_000, sha256: SUM.toUpperCase() }));
    expect(offered).toMatchObject({
      status: 200,
      body: { ...TOLD, upload: { method: 'PUT', url: `https://s3.example/${KEY}` } },
    });
    files.set(KEY, BYTES);
    expect(await ask('POST', asked({ bytes: 11_000_000, sha256: SUM }))).toEqual({
      status: 200,
      body: { ...TOLD, upload: null },
    });
  });

  test.each([
    [{}],
    [{ bytes: 0, sha256: SUM }],
    [{ bytes: 6e9, sha256: SUM }],
    [{ bytes: 5, sha256: 'x' }],
    ['not JSON'],
  ])('told of as %j is refused', async (value) => {
    const { ask } = world();
    expect(await ask('POST', asked(value))).toMatchObject({ status: 400 });
  });
});

describe('what became of it', () => {
  const query = { sha256: SUM };

  test('waits, then is its receipt, with an address of the refused rows', async () => {
    const { receipts, ask } = world();
    expect(await ask('GET', { query })).toMatchObject({ status: 404, body: { error: 'not-delivered' } });
    await ask('PUT');
    expect(await ask('GET', { query })).toMatchObject({ status: 202, body: { ...TOLD, state: 'waiting' } });
    receipts.set(KEY, { outcome: 'taken', rejected: 2 });
    const told = await ask('GET', { query });
    expect(told).toMatchObject({ status: 200, body: { state: 'imported', outcome: { outcome: 'taken' } } });
    expect(told.body).toMatchObject({ rejects: { url: `https://s3.example/${KEY}.rejects.json` } });
    receipts.set(KEY, { outcome: 'taken', rejected: 0 });
    expect(await ask('GET', { query })).toMatchObject({ body: { rejects: null } });
  });

  test('is told for bytes that are named alone', async () => {
    const { ask } = world();
    expect(await ask('GET')).toMatchObject({ status: 400, body: { error: 'wrong-sum' } });
  });
});
