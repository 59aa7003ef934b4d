// The council's own client, as npm has it, against the sandbox.
import { NotifyClient } from 'notifications-node-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKey, type Open, openSandbox } from './client.ts';
import { templateId } from './world.ts';

let open: Open;
let client: NotifyClient;
beforeAll(async () => {
  open = await openSandbox();
  client = new NotifyClient(open.sandbox.url, apiKey('Main test'));
});
afterAll(() => open.sandbox.close());

const personalisation = { name: 'Ann', code: '1' };

describe('notifications-node-client', () => {
  it('sends a text and finds it by id and by reference', async () => {
    const sent = await client.sendSms(templateId('code'), '07900900123', { personalisation, reference: 'by client' });
    expect(sent.data.content.body).toBe('Hello Ann, code 1');
    const { data } = await client.getNotificationById(sent.data.id);
    expect(data).toMatchObject({ reference: 'by client', phone_number: '07900900123' });
    const listed = await client.getNotifications('sms', undefined, 'by client');
    expect(listed.data.notifications.map((each) => each.id)).toEqual([sent.data.id]);
  });

  it('sends an email, with a file too', async () => {
    const plain = await client.sendEmail(templateId('plain mail'), 'ann@example.com', {});
    expect(plain.data.content.subject).toBe('Subject');
    const file = client.prepareUpload(Buffer.from('a,b'), { filename: 'a.csv' });
    const sent = await client.sendEmail(templateId('any mail'), 'ann@example.com', { personalisation: { body: file } });
    expect(sent.data.content.body).toMatch(/^https:\/\/documents\.example\//);
  });

  it('sends letters and fetches their PDF', async () => {
    const address = { address_line_1: 'Ann', address_line_2: '1 St', postcode: 'SW1A 1AA', ref: 'x' };
    const sent = await client.sendLetter(templateId('letter'), { personalisation: address });
    const pdf = await client.getPdfForLetterNotification(sent.data.id);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const own = await client.sendPrecompiledLetter('own', Buffer.from('%PDF-1.4'));
    expect(own.data).toMatchObject({ reference: 'own', postage: 'second' });
  });

  it('reads templates and received texts', async () => {
    const all = await client.getAllTemplates('sms');
    expect(all.data.templates.map((each) => each.name)).toEqual(['any', 'code', 'plain', 'twice']);
    expect((await client.getTemplateById(templateId('code'))).data.name).toBe('code');
    expect((await client.getTemplateByIdAndVersion(templateId('twice'), 1)).data.body).toBe('First');
    const preview = await client.previewTemplateById(templateId('code'), personalisation);
    expect(preview.data.body).toBe('Hello Ann, code 1');
    expect((await client.getReceivedTexts()).data.received_text_messages).toHaveLength(3);
  });

  it('is told what is wrong', async () => {
    await expect(client.sendSms(templateId('code'), '07900900123', {})).rejects.toMatchObject({
      response: {
        status: 400,
        data: { errors: [{ error: 'BadRequestError', message: 'Missing personalisation: name, code' }] },
      },
    });
  });
});
