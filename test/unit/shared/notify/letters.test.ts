import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { notifyThrough } from '../../../../functions/shared/notify/client.ts';
import { type Message, MOST_BYTES } from '../../../../functions/shared/notify/notify.ts';
import { pdfThatSays } from '../../../support/documents.ts';

const KEY = 'test-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';
const PDF = pdfThatSays('hello');
const LETTER: Message = {
  channel: 'letter',
  to: 'Ann Reader, 1 High Street, TS18 1AA',
  template: 'library.letter',
  personalisation: {},
  reference: 'n1.letter',
  pdf: PDF,
};
const EMAIL: Message = { ...LETTER, channel: 'email', to: 'ann@example.org', template: 'known', reference: 'n1.email' };

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A server that answers everything alike, and keeps the paths and bodies that it was sent. */
async function notifyThat(status: number, answer: object) {
  const seen: { path: string; body: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    seen.push({ path: request.url ?? '', body: text === '' ? {} : JSON.parse(text) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  open.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const notify = notifyThrough({
    ...{ url, api_key: async () => KEY, template_ids: { known: 'id-of-known' }, postage: 'first' as const },
  });
  return { seen, notify };
}
const refusal = (error: string, message: string) => ({ errors: [{ error, message }] });

describe('a letter', () => {
  it('is its pages, its postage and our reference, and asks for no template', async () => {
    const { notify, seen } = await notifyThat(201, { id: 'abc', reference: 'n1.letter', postage: 'first' });
    expect(await notify.post(LETTER, 5_000)).toEqual({ kind: 'accepted', notify_id: 'abc' });
    const body = { reference: 'n1.letter', postage: 'first', content: PDF.toString('base64') };
    expect(seen).toEqual([{ path: '/v2/notifications/letter', body }]);
  });

  it('is found with what it is billed as, once that is known', async () => {
    const listed = { id: 'abc', type: 'letter', body: '', completed_at: null };
    const { notify } = await notifyThat(200, {
      notifications: [
        { ...listed, status: 'received', cost_in_pounds: 0.61 },
        { ...listed, status: 'pending-virus-check', cost_in_pounds: null },
      ],
    });
    const [printed, pending] = await notify.find('n1.letter');
    expect(printed).toEqual({ notify_id: 'abc', status: 'received', completed_at: null, cost_pence: 61 });
    expect(pending).toEqual({ notify_id: 'abc', status: 'pending-virus-check', completed_at: null });
  });

  it.each([
    [400, 'BadRequestError', 'Cannot decode letter content (invalid base64 encoding)', 'refused'],
    [400, 'ValidationError', 'postage invalid. It must be either first, second or economy.', 'set-up'],
    [400, 'BadRequestError', 'Service is not allowed to send letters', 'set-up'],
    [403, 'BadRequestError', 'Cannot send letters when service is in trial mode', 'set-up'],
    [413, 'Payload', 'too large', 'unknown'],
  ])('that is answered %i %s "%s" is %s', async (status, error, message, kind) => {
    const { notify } = await notifyThat(status, refusal(error, message));
    expect(await notify.post(LETTER, 5_000)).toMatchObject({ kind });
  });

  it('of more than Notify takes never leaves, and will never do', async () => {
    const { notify, seen } = await notifyThat(201, { id: 'abc' });
    const pdf = Buffer.alloc(MOST_BYTES.letter + 1);
    expect(await notify.post({ ...LETTER, pdf }, 5_000)).toEqual({ kind: 'refused', error: 'file-too-large' });
    expect(seen).toEqual([]);
  });
});

describe('an email with a document', () => {
  it('links to it for half a year, after its reader has confirmed the address, by a name that says nothing of them', async () => {
    const { notify, seen } = await notifyThat(201, { id: 'abc', content: { body: 'x' } });
    expect(await notify.post(EMAIL, 5_000)).toEqual({ kind: 'accepted', notify_id: 'abc' });
    expect(seen.map(({ path }) => path)).toEqual(['/v2/notifications/email']);
    expect(seen[0]!.body['personalisation']).toEqual({
      file: {
        file: PDF.toString('base64'),
        filename: 'letter-from-the-council.pdf',
        confirm_email_before_download: true,
        retention_period: '26 weeks',
      },
    });
  });

  it.each([
    ['File did not pass the virus scan', 'refused'],
    ['Uploaded file exceeds file size limit', 'refused'],
    ['Send files by email has not been set up - add contact details for your service at x', 'set-up'],
  ])('that Notify answers "%s" is %s', async (message, kind) => {
    const { notify } = await notifyThat(400, refusal('BadRequestError', message));
    expect(await notify.post(EMAIL, 5_000)).toMatchObject({ kind });
  });

  it('of more than Notify takes never leaves', async () => {
    const { notify, seen } = await notifyThat(201, { id: 'abc' });
    const pdf = Buffer.alloc(MOST_BYTES.email + 1);
    expect(await notify.post({ ...EMAIL, pdf }, 5_000)).toEqual({ kind: 'refused', error: 'file-too-large' });
    expect(seen).toEqual([]);
  });
});
