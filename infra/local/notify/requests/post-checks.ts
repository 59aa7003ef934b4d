// The steps that posts of all channels share (api v2/notifications/post_notifications.py, notifications/validators.py).

import { countMessage } from '../access/limits.ts';
import type { ApiRequest, Context } from '../context.ts';
import { badRequest, badUuidForDatabase, serverFault } from '../errors.ts';
import { parseJson } from '../forms/python-json.ts';
import { truthy } from '../forms/python-values.ts';
import { parseUuid, postgresTakes } from '../forms/uuid.ts';
import { addMessage, type Message } from '../store.ts';
import { type Channel, type TemplateVersion, versionOf } from '../world/world.ts';

/** The parsed body; whatever Python takes for nothing (null, [], "", 0, false) counts as an empty object. */
export function readBody(body: Buffer): unknown {
  const parsed = parseJson(body);
  if (!parsed.ok) {
    throw parsed.reason === 'too-deep'
      ? serverFault('RecursionError')
      : badRequest('Invalid JSON supplied in POST data');
  }
  return truthy(parsed.value) ? parsed.value : {};
}

const PERMISSION_WORDS = { sms: 'text messages', email: 'emails', letter: 'letters' };

export function requirePermission({ caller: { service } }: ApiRequest, channel: Channel): void {
  if (!service.permissions.includes(channel)) {
    throw badRequest(`Service is not allowed to send ${PERMISSION_WORDS[channel]}`);
  }
}

/** The template that a body names, if this service has it, it is of the channel and it is not archived. */
export function templateFor(request: ApiRequest, templateId: string, channel: Channel): TemplateVersion {
  if (!postgresTakes(templateId)) throw badUuidForDatabase();
  const id = parseUuid(templateId);
  const template = request.caller.service.templates.find((each) => each.id === id);
  if (!template) throw badRequest('Template not found');
  if (template.type !== channel) {
    throw badRequest(`${template.type} template is not suitable for ${channel} notification`);
  }
  if (template.archived) throw badRequest('Template has been deleted');
  return versionOf(template) as TemplateVersion;
}

/** Stores a message and counts it. Some references cannot be stored, which is a fault of the real server. */
export function store(context: Context, request: ApiRequest, message: Omit<Message, 'sequence'>): Message {
  if (message.reference?.includes('\u0000')) throw serverFault('ValueError');
  if (message.reference?.isWellFormed() === false) throw serverFault('UnicodeEncodeError');
  const added = addMessage(context.store, message);
  const { service, key } = request.caller;
  if (key.type !== 'test') countMessage(context.store.counters, service, message.type, context.now());
  return added;
}

/** The answer that emails, texts and templated letters share. */
export const created = (
  request: ApiRequest,
  { id, reference, template, content }: { id: string; reference: unknown; template: TemplateVersion; content: object },
) => ({
  id,
  reference: (reference as string | undefined) ?? null,
  content,
  uri: `${request.root}v2/notifications/${id}`,
  template: {
    id: template.id,
    version: template.version,
    uri: `${request.root}services/${request.caller.service.id}/templates/${template.id}`,
  },
  scheduled_for: null,
});
