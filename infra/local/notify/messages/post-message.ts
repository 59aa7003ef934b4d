// Texts and emails, from the checked body to the stored message.

import { checkDailyLimit, countMessage } from '../access/limits.ts';
import type { Answer, ApiRequest, Context } from '../context.ts';
import { badRequest, badUuidForDatabase, invalidPhone } from '../errors.ts';
import { parseUuid, postgresTakes } from '../forms/uuid.ts';
import { comparableAddress } from '../recipients/email-addresses.ts';
import { PHONE_FAULTS, type PhoneNumber, parsePhone, senderAsAnswered } from '../recipients/phone-numbers.ts';
import { isSmokeTest, outcomeFor, refuseStrangers } from '../recipients/recipients.ts';
import { created, requirePermission, store, templateFor } from '../requests/post-checks.ts';
import { type Message, stamp } from '../store.ts';
import { type Content, contentOf, refuseEmpty, refuseTooLong, requireValues } from '../wordings/content.ts';
import { stripObscure, type Values, valuesFrom } from '../wordings/field.ts';
import { fragmentCount, textContent } from '../wordings/sms-content.ts';
import type { TemplateVersion } from '../world/world.ts';
import { isFile, uploadFiles } from './files.ts';
import { sanitiseFor } from './sanitise.ts';

type Body = Record<string, unknown>;
type Own = { id: string; archived: boolean; default: boolean };

/** The sender or reply-to address that a body names, else the service's default. */
function chosen<T extends Own>(field: string, wanted: unknown, { own, serviceId }: { own: T[]; serviceId: string }) {
  if (typeof wanted !== 'string') return own.find((each) => each.default && !each.archived);
  if (!postgresTakes(wanted)) throw badUuidForDatabase();
  const found = own.find((each) => each.id === parseUuid(wanted) && !each.archived);
  if (!found) throw badRequest(`${field} ${wanted} does not exist in database for service id ${serviceId}`);
  return found;
}

/** What every message starts as. */
function draft(context: Context, request: ApiRequest, body: Body, template: TemplateVersion) {
  return {
    id: context.newId(),
    service_id: request.caller.service.id,
    key_type: request.caller.key.type,
    reference: (body['reference'] as string | undefined) ?? null,
    status: 'created' as const,
    created_at: stamp(context.store, context.now()),
    sent_at: null,
    updated_at: null,
    template: { id: template.id, version: template.version, name: template.name },
    lines: [],
    postage: null,
    one_click_unsubscribe_url: null,
  };
}

function allowedPhone(context: Context, { caller: { service, key } }: ApiRequest, typed: string): PhoneNumber {
  const result = parsePhone(typed);
  if (!result.ok) throw invalidPhone(PHONE_FAULTS[result.fault]);
  const { number } = result;
  const abroad = service.permissions.includes('international_sms') || number.uk;
  const landline = service.permissions.includes('sms_to_uk_landlines') || !number.landline;
  if (!abroad || !landline) {
    throw number.international && !number.crownDependency
      ? badRequest('Cannot send to international mobile numbers')
      : invalidPhone(PHONE_FAULTS['not-uk-mobile']);
  }
  if (!number.uk) {
    const limit = { service, keyType: key.type, channel: 'international_sms', now: context.now() };
    checkDailyLimit(context.store.counters, limit);
  }
  return number;
}

type Prepared = { template: TemplateVersion; values: Values; content: Content };

function prepare({ settings }: Context, template: TemplateVersion, personalisation: Body): Prepared {
  const values = valuesFrom(personalisation);
  requireValues(template, values);
  const content = contentOf(template, values, settings);
  refuseEmpty(template, content);
  return { template, values, content };
}

export function postSms(context: Context, request: ApiRequest, body: Body): Answer {
  const { service, key } = request.caller;
  requirePermission(request, 'sms');
  const personalisation = (body['personalisation'] ?? {}) as Body;
  const template = templateFor(request, body['template_id'] as string, 'sms');
  const { values, content } = prepare(context, template, personalisation);
  if (Object.values(personalisation).some(isFile)) throw badRequest('Can only send a file by email');
  const sender = chosen('sms_sender_id', body['sms_sender_id'], { own: service.sms_senders, serviceId: service.id });
  const typed = body['phone_number'] as string;
  refuseStrangers(service, key.type, typed);
  const phone = allowedPhone(context, request, typed);
  refuseTooLong(template, content);

  const shown = {
    letters: context.settings.sms_letters,
    prefix: service.prefix_sms ? service.name : undefined,
  };
  const to = stripObscure(typed);
  const message: Omit<Message, 'sequence'> = {
    ...draft(context, request, body, template),
    type: 'sms',
    to,
    outcome: phone.receipts ? outcomeFor(key.type, to) : null,
    ...content,
    shown: textContent(template.body, values, shown),
    from: senderAsAnswered(sender?.value ?? ''),
    sms: {
      fragments: fragmentCount(template.body, values, shown),
      billable: 0,
      multiplier: phone.multiplier,
      international: phone.international,
    },
  };
  const answer = created(request, {
    ...message,
    reference: body['reference'],
    template,
    content: { body: content.body, from_number: message.from },
  });
  if (isSmokeTest(phone.normalised)) return { status: 201, body: answer };
  const stored = store(context, request, message);
  if (key.type !== 'test' && phone.prefix !== '44') {
    countMessage(context.store.counters, service, 'international_sms', context.now());
  }
  return { status: 201, body: answer, message: stored };
}

export function postEmail(context: Context, request: ApiRequest, body: Body): Answer {
  const { service, key } = request.caller;
  requirePermission(request, 'email');
  const given = (body['personalisation'] ?? {}) as Body;
  const { personalisation, report } = sanitiseFor(body['sanitise_content_for'], given);
  const template = templateFor(request, body['template_id'] as string, 'email');
  prepare(context, template, personalisation);
  const own = { own: service.email_reply_to, serviceId: service.id };
  chosen('email_reply_to_id', body['email_reply_to_id'], own);
  const typed = body['email_address'] as string;
  refuseStrangers(service, key.type, typed);
  const smokeTest = isSmokeTest(comparableAddress(typed));
  const uploaded = uploadFiles(personalisation, { ...context, service, smokeTest });
  const content = contentOf(template, valuesFrom(uploaded.personalisation), context.settings);
  refuseTooLong(template, content);

  const to = stripObscure(typed);
  const unsubscribe = (body['one_click_unsubscribe_url'] as string | undefined) ?? null;
  const message: Omit<Message, 'sequence'> = {
    ...draft(context, request, body, template),
    type: 'email',
    to,
    outcome: outcomeFor(key.type, to),
    ...content,
    shown: content.body,
    from: `${service.email_from}@${context.settings.email_domain}`,
    sms: null,
    one_click_unsubscribe_url: unsubscribe,
    ...(uploaded.file && { file: uploaded.file }),
  };
  const answer = created(request, {
    ...message,
    reference: body['reference'],
    template,
    content: { ...content, from_email: message.from, one_click_unsubscribe_url: unsubscribe },
  });
  const whole = { ...answer, sanitised_content: report };
  if (smokeTest) return { status: 201, body: whole };
  return { status: 201, body: whole, message: store(context, request, message) };
}
