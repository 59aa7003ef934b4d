// Stored things as the API shows them (api models.py).

import type { ApiRequest, Context } from '../context.ts';
import type { Message } from '../store.ts';
import { placeholdersOfTemplate } from '../wordings/content.ts';
import type { TemplateVersion } from '../world/world.ts';
import { latestDelivery } from './letter-timings.ts';

const COMPLETED = [
  'sent',
  'delivered',
  'permanent-failure',
  'temporary-failure',
  'validation-failed',
  'returned-letter',
];
const LETTER_STATUS: Record<string, string> = {
  created: 'accepted',
  sending: 'accepted',
  delivered: 'received',
  'returned-letter': 'received',
};
const NO_COST_YET = { cost_details: {}, cost_in_pounds: null, is_cost_data_ready: false };

function costOf({ sms, status, type, postage }: Message, smsRate: number) {
  if (type === 'email') return { cost_details: {}, cost_in_pounds: 0, is_cost_data_ready: true };
  if (type === 'letter') {
    if (status === 'pending-virus-check' || status === 'created') return NO_COST_YET;
    // The sandbox prints nothing: no sheets, no price.
    return { cost_details: { billable_sheets_of_paper: 0, postage }, cost_in_pounds: 0, is_cost_data_ready: true };
  }
  const { billable = 0, multiplier = 1 } = sms ?? {};
  if (status === 'created' && billable === 0) return NO_COST_YET;
  return {
    cost_details: { billable_sms_fragments: billable, international_rate_multiplier: multiplier, sms_rate: smsRate },
    cost_in_pounds: billable * multiplier * smsRate,
    is_cost_data_ready: true,
  };
}

export function notification(context: Context, { root }: ApiRequest, message: Message) {
  const [line_1, line_2, line_3, line_4, line_5, line_6, postcode] = message.lines.map((line) => line ?? null);
  const letter = message.type === 'letter';
  return {
    id: message.id,
    reference: message.reference,
    email_address: message.type === 'email' ? message.to : null,
    phone_number: message.type === 'sms' ? message.to : null,
    line_1: line_1 ?? null,
    line_2: line_2 ?? null,
    line_3: line_3 ?? null,
    line_4: line_4 ?? null,
    line_5: line_5 ?? null,
    line_6: line_6 ?? null,
    postcode: postcode ?? null,
    type: message.type,
    status: (letter && LETTER_STATUS[message.status]) || message.status,
    template: {
      id: message.template.id,
      version: message.template.version,
      uri: `${root}v2/template/${message.template.id}/version/${message.template.version}`,
    },
    body: message.body,
    subject: message.subject,
    created_at: message.created_at,
    created_by_name: null,
    sent_at: message.sent_at,
    completed_at: COMPLETED.includes(message.status) ? message.updated_at : null,
    scheduled_for: null,
    postage: message.postage,
    one_click_unsubscribe_url: message.one_click_unsubscribe_url,
    ...costOf(message, context.settings.sms_rate),
    ...(letter ? { estimated_delivery: latestDelivery(message.created_at, message.postage ?? 'second') } : {}),
  };
}

export const template = (version: TemplateVersion) => ({
  id: version.id,
  type: version.type,
  name: version.name,
  body: version.body,
  subject: version.type === 'sms' ? null : version.subject,
  version: version.version,
  created_at: version.created_at,
  updated_at: version.updated_at,
  created_by: version.created_by,
  postage: version.postage,
  letter_contact_block: version.letter_contact_block,
  personalisation: Object.fromEntries(placeholdersOfTemplate(version).map((name) => [name, { required: true }])),
});
