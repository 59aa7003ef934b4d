import { describe, expect, it } from 'vitest';
import { postedFrom } from '../../../../functions/shared/notify/fault.ts';

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
    [
      'a key that a stage may not have',
      answered(403, 'BadRequestError', 'Cannot send letters with a team api key'),
      'set-up',
    ],
    [
      'a sender that is gone',
      answered(400, 'BadRequestError', 'sms_sender_id 1-2 does not exist in database for service id 3'),
      'set-up',
    ],
    [
      'a wording of another kind',
      answered(400, 'BadRequestError', 'letter template is not suitable for sms notification'),
      'set-up',
    ],
    ['a firewall that dislikes what one message says', answered(403), 'unknown'],
    ['an address of two lines', answered(400, 'ValidationError', 'Address must be at least 3 lines'), 'refused'],
    ['an address of eight lines', answered(400, 'ValidationError', 'Address must be no more than 7 lines'), 'refused'],
    [
      'an empty address',
      answered(
        400,
        'ValidationError',
        'The first 2 lines of the address must both include at least one alphanumeric character',
      ),
      'refused',
    ],
    ['a postcode that is none', answered(400, 'ValidationError', 'Must be a real UK postcode'), 'refused'],
    [
      'a country that is none',
      answered(400, 'ValidationError', 'Last line of address must be a real UK postcode or another country'),
      'refused',
    ],
    [
      'an address that begins oddly',
      answered(400, 'ValidationError', 'Address lines must not start with any of the following characters: @ ( ) ='),
      'refused',
    ],
    [
      'words that no entry foresees',
      answered(400, 'BadRequestError', 'Letters to the moon are not yet supported'),
      'unknown',
    ],
    ['a field that is new', answered(400, 'ValidationError', 'consent is a required property'), 'unknown'],
    ['a 400 without a word', answered(400), 'unknown'],
    ['a status that no entry foresees', answered(418), 'unknown'],
    ['too much for the edge', answered(413), 'unknown'],
    ['an edge that waited too long for us', answered(408), 'not-stored'],
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
    ['nothing listening', { code: 'ECONNREFUSED' }, 'not-stored'],
    ['no such host', { code: 'ENOTFOUND' }, 'not-stored'],
  ])('%s is told from the others', (_, fault, kind) => {
    expect(postedFrom(fault as Parameters<typeof postedFrom>[0]).kind).toBe(kind);
  });

  it('keeps no name of an error that is more than a word', () => {
    const fault = answered(400, 'a secret of 07700 900123', 'x') as Parameters<typeof postedFrom>[0];
    expect(postedFrom(fault)).toEqual({ kind: 'unknown', error: 'http-400' });
  });

  it('keeps nothing of Notify’s text, which echoes what was sent', () => {
    const fault = answered(400, 'ValidationError', 'phone_number 07700 900123 is wrong');
    expect(JSON.stringify(postedFrom(fault as Parameters<typeof postedFrom>[0]))).not.toContain('07700');
  });
});
