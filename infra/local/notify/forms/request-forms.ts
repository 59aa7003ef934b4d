// The fields of each request (api v2/notifications/notification_schemas.py and its neighbours), in their order there.
import { isEmailAddress } from '../recipients/email-addresses.ts';
import { PHONE_FAULTS, phoneFormFault } from '../recipients/phone-numbers.ts';
import { atMost, each, ofType, oneOf, type Rule, type Schema, text } from './check-form.ts';
import { str, strip, typeOf } from './python-values.ts';
import { scheduledFor } from './scheduled-for.ts';
import { parseUuid } from './uuid.ts';

const uuid: Rule = (value) =>
  typeof value === 'string' && parseUuid(value) !== undefined ? undefined : 'is not a valid UUID';

// RFC 3986, without relative references.
const URI =
  /^[a-z][a-z0-9+.-]*:(?:\/\/(?:[\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})*@?(?:\[[0-9a-f:.v]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*)(?::\d*)?(?=[/?#]|$))?(?:[\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?$/i;

const httpsUrl: Rule = (value) =>
  typeof value === 'string' && value.startsWith('https') && URI.test(value) ? undefined : 'is not a valid https url';

const phone = text((value) => {
  const fault = phoneFormFault(value);
  return fault && PHONE_FAULTS[fault];
});
const email = text((value) => (isEmailAddress(value) ? undefined : 'Not a valid email address'));
const postage = text((value) =>
  ['first', 'second', 'economy'].includes(value) ? undefined : 'invalid. It must be either first, second or economy.',
);

const reference = [ofType('string'), atMost(1000)];
const personalisation = [ofType('object')];

/** The bodies of POST /v2/notifications/…; `now` is what scheduled_for is compared with. */
export const bodySchemas = (now: Date): Record<'sms' | 'email' | 'letter' | 'precompiled', Schema> => ({
  sms: {
    fields: {
      reference,
      phone_number: [ofType('string'), phone],
      template_id: [uuid],
      personalisation,
      scheduled_for: [ofType('string', 'null'), scheduledFor(now)],
      sms_sender_id: [uuid],
    },
    required: ['phone_number', 'template_id'],
  },
  email: {
    fields: {
      reference,
      email_address: [ofType('string'), email],
      template_id: [uuid],
      personalisation,
      scheduled_for: [ofType('string', 'null'), scheduledFor(now)],
      email_reply_to_id: [uuid],
      one_click_unsubscribe_url: [httpsUrl],
      sanitise_content_for: [ofType('array', 'null')],
    },
    required: ['email_address', 'template_id'],
  },
  letter: {
    fields: { reference, template_id: [uuid], personalisation },
    required: ['template_id', 'personalisation'],
  },
  precompiled: {
    fields: {
      reference: [ofType('string')],
      content: [ofType('string')],
      postage: [ofType('string'), postage],
    },
    required: ['reference', 'content'],
  },
});

const flag =
  (name: string): Rule =>
  (value) =>
    value === null || typeof value === 'boolean'
      ? undefined
      : `Unsupported value for ${name}: ${str(value)}. Use a boolean true or false value.`;

const retentionPeriod: Rule = (value) => {
  if (value === null) return undefined;
  const weeks = typeof value === 'string' ? /^(\d+) weeks?$/.exec(strip(value).toLowerCase())?.[1] : undefined;
  if (weeks !== undefined && Number(weeks) >= 1 && Number(weeks) <= 78) return undefined;
  return `Unsupported value for retention_period: ${str(value)}. Supported periods are from 1 to 78 weeks.`;
};

const filename: Rule = (value) =>
  value === null || (typeOf(value) === 'string' && (value as string).includes('.'))
    ? undefined
    : '`filename` must end with a file extension. For example, filename.csv';

/** A file to send by email, as a value in personalisation. */
export const fileSchema: Schema = {
  fields: {
    file: [ofType('string')],
    is_csv: [flag('is_csv')],
    confirm_email_before_download: [flag('confirm_email_before_download')],
    retention_period: [retentionPeriod],
    filename: [filename],
  },
};

const STATUSES = [
  ...['cancelled', 'created', 'sending', 'sent', 'delivered', 'pending', 'failed', 'technical-failure'],
  ...['temporary-failure', 'permanent-failure', 'pending-virus-check', 'validation-failed', 'virus-scan-failed'],
  ...['returned-letter', 'accepted', 'received'],
];

export const notificationIdSchema: Schema = { fields: { notification_id: [uuid] } };
export const templateIdSchema: Schema = { fields: { id: [uuid] }, open: true };
export const previewSchema: Schema = { fields: { id: [uuid], personalisation }, open: true };
export const listSchema: Schema = {
  fields: {
    reference: [ofType('string')],
    status: [each(oneOf(...STATUSES))],
    template_type: [each(oneOf('sms', 'email', 'letter'))],
    include_jobs: [oneOf('true', 'True')],
    older_than: [uuid],
  },
};
export const templatesSchema: Schema = { fields: { type: [oneOf('sms', 'email', 'letter')] } };
export const receivedTextsSchema: Schema = { fields: { older_than: [uuid] } };
