import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, type Open, openSandbox } from './client.ts';
import { templateId } from './world.ts';

let open: Open;
beforeAll(async () => {
  open = await openSandbox();
});
afterAll(() => open.sandbox.close());

const main = () => open.as('Main test');

describe('an email', () => {
  const mail = (more: object = {}) => ({
    email_address: 'Ann@Example.com',
    template_id: templateId('mail'),
    personalisation: { name: 'Ann', urgent: true, items: ['a', ' ', null, 'b'] },
    ...more,
  });

  it('[check 16] is answered with body, subject, sender and what was sanitised', async () => {
    const { status, body } = await main().email(mail());
    expect(status).toBe(201);
    expect(body.content).toEqual({
      body: 'Hi Ann\n\nPlease hurry\n\nItems: \n\n* a\n* b\n\nend',
      subject: 'Subj Ann',
      from_email: 'main@notify.example',
      one_click_unsubscribe_url: null,
    });
    expect(body.sanitised_content).toEqual({});
  });

  it('[check 17] names what is missing, the subject first, and a condition too', async () => {
    expect(errorsOf(await main().email(mail({ personalisation: {} })))).toEqual([
      'BadRequestError: Missing personalisation: name, urgent, items',
    ]);
    expect(errorsOf(await main().email(mail({ personalisation: { name: 'Ann', items: 'x' } })))).toEqual([
      'BadRequestError: Missing personalisation: urgent',
    ]);
  });

  it.each(['http://x.example', 'HTTPS://x.example', null, 'https://a b'])(
    '[check 18] with the unsubscribe address %j is refused',
    async (one_click_unsubscribe_url) => {
      expect(errorsOf(await main().email(mail({ one_click_unsubscribe_url })))).toEqual([
        'ValidationError: one_click_unsubscribe_url is not a valid https url',
      ]);
    },
  );

  it('[check 18] gives its unsubscribe address back, then and later', async () => {
    const { body } = await main().email(mail({ one_click_unsubscribe_url: 'https://x.example/u' }));
    expect(body.content.one_click_unsubscribe_url).toBe('https://x.example/u');
    const read = await main().get(`/v2/notifications/${body.id}`);
    expect(read.body.one_click_unsubscribe_url).toBe('https://x.example/u');
  });

  it("[check 19] loses links and markdown in strangers' values, and reports it", async () => {
    const name = '[x](https://evil.example) *now*';
    const { body } = await main().email(
      mail({ personalisation: { name, urgent: 'no', items: 'x' }, sanitise_content_for: ['NAME'] }),
    );
    expect(body.sanitised_content).toEqual({ name: { unsanitised: name, sanitised: '\\[x\\]\\(\\) \\*now\\*' } });
    expect(body.content.body).toContain('Hi \\[x\\]\\(\\) \\*now\\*');
    const broken = await main().email(mail({ sanitise_content_for: ['items'] }));
    expect([broken.status, errorsOf(broken)]).toEqual([500, ['TypeError: Internal server error']]);
  });

  it('carries a file as a link', async () => {
    const { body } = await main().email({
      email_address: 'a@example.com',
      template_id: templateId('any mail'),
      personalisation: { body: { file: Buffer.from('a,b').toString('base64'), filename: 'a.csv' } },
    });
    expect(body.content.body).toMatch(/^https:\/\/documents\.example\/d\//);
  });
});
