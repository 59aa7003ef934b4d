import { describe, expect, it } from 'vitest';
import { postedFrom } from '../../../functions/shared/notify/fault.ts';

const answered = (status: number, error?: string, message?: string) => ({
  response: { status, data: error ? { errors: [{ error, message: message ?? '' }] } : undefined },
});

// Each row is a recorded or documented answer of Notify (reference sheet, section 3), or a way a connection ends.
describe('what came of a post that did not end well', () => {
  it.each([
    ['a bad number', answered(400, 'ValidationError', 'phone_number Not enough digits'), 'refused'],
    ['a bad email', answered(400, 'ValidationError', 'email_address Not a valid email address'), 'refused'],
    ['a landline', answered(400, 'InvalidPhoneError', 'Not a UK mobile number'), 'refused'],
    ['missing values', answered(400, 'BadRequestError', 'Missing personalisation: name'), 'refused'],
    ['a number abroad', answered(400, 'BadRequestError', 'Cannot send to international mobile numbers'), 'refused'],
    ['a text too long', answered(400, 'BadRequestError', 'Your message is too long. Text messages…'), 'refused'],
    ['a template that is gone', answered(400, 'BadRequestError', 'Template has been deleted'), 'set-up'],
    [
      'a channel that is off',
      answered(400, 'BadRequestError', 'Service is not allowed to send text messages'),
      'set-up',
    ],
    [
      'trial mode',
      answered(400, 'BadRequestError', 'Can’t send to this recipient when service is in trial mode'),
      'set-up',
    ],
    ['a wrong template id', answered(400, 'ValidationError', 'template_id is not a valid UUID'), 'set-up'],
    ['no token', answered(401, 'AuthError'), 'set-up'],
    ['a revoked key', answered(403, 'AuthError'), 'set-up'],
    ['a wrong address', answered(404), 'set-up'],
    ['a redirect', answered(302), 'set-up'],
    ['the minute used up', answered(429, 'RateLimitError'), 'rate-limited'],
    ['the day used up', answered(429, 'TooManyRequestsError'), 'day-used-up'],
    ['a 429 from the edge', answered(429), 'rate-limited'],
    ['a fault of Notify', answered(500, 'Exception'), 'uncertain'],
    ['a 504', answered(504, 'HardEventletTimeout'), 'uncertain'],
    ['a bad gateway', answered(502), 'uncertain'],
    ['a reset', { code: 'ECONNRESET' }, 'uncertain'],
    ['our own time-out', { code: 'ERR_CANCELED' }, 'uncertain'],
    ['something unheard of', {}, 'uncertain'],
    ['nobody listening', { code: 'ECONNREFUSED' }, 'not-stored'],
    ['no such host', { code: 'ENOTFOUND' }, 'not-stored'],
  ])('%s is told from the others', (_, fault, kind) => {
    expect(postedFrom(fault as Parameters<typeof postedFrom>[0]).kind).toBe(kind);
  });

  it('keeps nothing of Notify’s text, which echoes what was sent', () => {
    const fault = answered(400, 'ValidationError', 'phone_number 07700 900123 is wrong');
    expect(JSON.stringify(postedFrom(fault as Parameters<typeof postedFrom>[0]))).not.toContain('07700');
  });
});
