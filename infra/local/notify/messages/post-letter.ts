// Letters, from the checked body to the stored message. Nothing is printed.

import type { Answer, ApiRequest, Context } from '../context.ts';
import { badRequest, forbidden } from '../errors.ts';
import { str } from '../forms/python-values.ts';
import { uuidFrom } from '../forms/uuid.ts';
import { checkAddress } from '../recipients/postal-addresses.ts';
import { created, requirePermission, store, templateFor } from '../requests/post-checks.ts';
import { type Message, type Status, stamp } from '../store.ts';
import { contentOf, refuseEmpty, requireValues } from '../wordings/content.ts';
import { nameKey, valuesFrom } from '../wordings/field.ts';
import { isFile } from './files.ts';
import { hasVirus } from './virus.ts';

type Body = Record<string, unknown>;

const LINES = [...[1, 2, 3, 4, 5, 6].map((line) => `address_line_${line}`), 'postcode'].map(nameKey);

function refuseKey({ caller: { service, key } }: ApiRequest): void {
  if (key.type === 'team') throw forbidden('Cannot send letters with a team api key');
  if (service.restricted && key.type !== 'test') throw forbidden('Cannot send letters when service is in trial mode');
}

function draft(context: Context, request: ApiRequest, reference: unknown) {
  return {
    id: context.newId(),
    service_id: request.caller.service.id,
    key_type: request.caller.key.type,
    type: 'letter' as const,
    reference: (reference as string | undefined) ?? null,
    outcome: 'delivered' as const,
    created_at: stamp(context.store, context.now()),
    sent_at: null,
    updated_at: null,
    from: request.caller.service.name,
    sms: null,
    one_click_unsubscribe_url: null,
  };
}

export function postLetter(context: Context, request: ApiRequest, body: Body): Answer {
  const { service, key } = request.caller;
  requirePermission(request, 'letter');
  const personalisation = body['personalisation'] as Body;
  const template = templateFor(request, body['template_id'] as string, 'letter');
  const values = valuesFrom(personalisation);
  requireValues(template, values);
  const content = contentOf(template, values, context.settings);
  refuseEmpty(template, content);
  if (Object.values(personalisation).some(isFile)) throw badRequest('Can only send a file by email');
  refuseKey(request);
  const zone = checkAddress(personalisation, service.permissions.includes('international_letters'));

  const lines = LINES.map((line) => values.get(line) ?? null);
  const message: Omit<Message, 'sequence'> = {
    ...draft(context, request, body['reference']),
    to: lines
      .filter((line) => line !== null && line !== '')
      .map(str)
      .join('\n'),
    // Letters of test keys are not printed: over there they start at `sending`, and a made-up receipt ends them.
    status: key.type === 'test' ? 'sending' : 'created',
    template: { id: template.id, version: template.version, name: template.name },
    ...content,
    shown: content.body,
    lines,
    postage: zone === 'united-kingdom' ? (template.postage ?? 'second') : zone,
  };
  const stored = store(context, request, message);
  return {
    status: 201,
    body: created(request, { ...message, reference: body['reference'], template, content }),
    message: stored,
  };
}

/** Python's lenient base64: other characters are skipped, but the padding has to fit. */
function decodeBase64(text: string): Buffer | undefined {
  const [, data = '', padding = ''] = /^([^=]*)(=*)/.exec(text.replace(/[^A-Za-z0-9+/=]/g, '')) ?? [];
  const rest = data.length % 4;
  if (rest === 1 || (rest > 1 && padding.length < 4 - rest)) return undefined;
  return Buffer.from(data, 'base64');
}

/** What becomes of pages that were sent in. */
function judged(content: Buffer): Status {
  if (hasVirus(content)) return 'virus-scan-failed';
  return content.subarray(0, 5).toString('latin1') === '%PDF-' ? 'delivered' : 'validation-failed';
}

export function postPrecompiledLetter(context: Context, request: ApiRequest, body: Body): Answer {
  requirePermission(request, 'letter');
  refuseKey(request);
  const content = decodeBase64(body['content'] as string);
  if (!content) throw badRequest('Cannot decode letter content (invalid base64 encoding)');
  const message = store(context, request, {
    ...draft(context, request, body['reference']),
    to: 'Provided as PDF',
    status: 'pending-virus-check',
    outcome: judged(content),
    template: { id: uuidFrom(`pre-compiled ${request.caller.service.id}`), version: 1, name: 'Pre-compiled PDF' },
    body: '',
    shown: '(a PDF of its own)',
    subject: 'Pre-compiled PDF',
    lines: ['Provided as PDF', null, null, null, null, null, null],
    postage: (body['postage'] as string | undefined) ?? 'second',
    file: { ...context.files.keep(content), link: null },
  });
  const { id, reference, postage } = message;
  return { status: 201, body: { id, reference, postage }, message };
}
