import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf, type Open, openSandbox } from './client.ts';
import { templateId } from './world.ts';

let open: Open;
beforeAll(async () => {
  open = await openSandbox();
});
afterAll(() => open.sandbox.close());

const PHONE = '07900900123';
const text = (more: object = {}) => ({ phone_number: PHONE, template_id: templateId('plain'), ...more });
const main = () => open.as('Main test');

describe('recipients', () => {
  it.each([
    ['', 'ValidationError: phone_number Not enough digits'],
    ['abc', 'ValidationError: phone_number Must not contain letters or symbols'],
    ['0790*900123', 'ValidationError: phone_number Must not contain letters or symbols'],
    ['08515111111', 'ValidationError: phone_number Number is not valid – double check the phone number you entered'],
    ['01179460860', 'InvalidPhoneError: Not a UK mobile number'],
  ])('[check 12] the number %j is refused', async (phone_number, error) => {
    expect(errorsOf(await main().sms(text({ phone_number })))).toEqual([error]);
  });

  it.each(['7900900123', '+4407900900123', '(0)7900 900-123', '0044 7900 900123'])(
    '[check 12] the number %j is taken',
    async (phone_number) => {
      expect((await main().sms(text({ phone_number }))).status).toBe(201);
    },
  );

  it('[check 13] abroad need a permission', async () => {
    const reply = await open
      .as('UK only test')
      .sms({ phone_number: '+33612345678', template_id: templateId('UK only plain') });
    expect(errorsOf(reply)).toEqual(['BadRequestError: Cannot send to international mobile numbers']);
  });

  it.each([
    ['Main team', 'Main', 'Can’t send to this recipient using a team-only API key'],
    [
      'Trial live',
      'Trial',
      'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode',
    ],
  ])('that are strangers are refused with the key %s', async (key, service, message) => {
    const template_id = templateId(service === 'Main' ? 'plain' : `${service} plain`);
    expect(errorsOf(await open.as(key).sms({ phone_number: PHONE, template_id }))).toEqual([
      `BadRequestError: ${message}`,
    ]);
    expect((await open.as(key).sms({ phone_number: '+44 7700 900 777', template_id })).status).toBe(201);
  });
});
