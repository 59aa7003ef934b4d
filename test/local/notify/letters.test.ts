import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, type Open, openSandbox } from './client.ts';
import { templateId } from './world.ts';

let open: Open;
beforeAll(async () => {
  open = await openSandbox();
});
afterAll(() => open.sandbox.close());

const main = () => open.as('Main test');

describe('letters', () => {
  const address = { address_line_1: 'Ann', address_line_2: '1 St', postcode: 'SW1A 1AA', ref: 'x' };
  const letter = (more: object = {}) => ({
    template_id: templateId('letter'),
    personalisation: { ...address, ...more },
  });

  it('are answered with body and subject', async () => {
    const { status, body } = await main().letter(letter());
    expect([status, body.content]).toEqual([201, { body: 'Dear Ann', subject: 'Heading x' }]);
  });

  it.each([
    [{ postcode: '' }, 'Address must be at least 3 lines'],
    [{ postcode: 'ZZ99 9ZZ' }, 'Last line of address must be a real UK postcode or another country'],
    [
      { address_line_2: '(x' },
      'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >',
    ],
    [{ address_line_2: 'No fixed abode' }, 'Must be a real address'],
  ])('to %j are refused', async (lines, message) => {
    expect(errorsOf(await main().letter(letter(lines)))).toEqual([`ValidationError: ${message}`]);
  });

  it('abroad go by the zone of the country', async () => {
    const { body } = await main().letter(letter({ postcode: 'France' }));
    expect((await main().get(`/v2/notifications/${body.id}`)).body.postage).toBe('europe');
  });

  it('are refused with a team key', async () => {
    const reply = await open.as('Main team').letter(letter());
    expect([reply.status, errorsOf(reply)]).toEqual([
      403,
      ['BadRequestError: Cannot send letters with a team api key'],
    ]);
  });

  it('of their own need base64', async () => {
    expect(errorsOf(await main().letter({ reference: 'x', content: 'a' }))).toEqual([
      'BadRequestError: Cannot decode letter content (invalid base64 encoding)',
    ]);
    const { body } = await main().letter({ reference: 'x', content: Buffer.from('%PDF-1.4').toString('base64') });
    expect(body).toEqual({ id: expect.any(String), reference: 'x', postage: 'second' });
  });

  const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
  it.each([
    ['a PDF', '%PDF-1.4', 'received'],
    ['no PDF', 'hello', 'validation-failed'],
    ['a virus', `%PDF-1.4 ${EICAR}`, 'virus-scan-failed'],
  ])('of their own that are %s end as that', async (_, pages, status) => {
    const content = Buffer.from(pages).toString('base64');
    const { body } = await main().letter({ reference: 'x', content });
    const ofLetter = async () => (await main().get(`/v2/notifications/${body.id}`)).body;
    await expect.poll(async () => (await ofLetter()).status).toBe(status);
    const { completed_at } = await ofLetter();
    expect(completed_at === null).toBe(status === 'virus-scan-failed'); // of that one Notify does not say when
  });
});
