// Reading: notifications, templates, previews and received texts (api v2/…/get_*.py and post_template.py).

import type { Answer, ApiRequest, Context } from '../context.ts';
import { badRequest, badUuidForDatabase, noResult, notFound, pdfNotReady, serverFault } from '../errors.ts';
import { check, type Schema } from '../forms/check-form.ts';
import { isObject } from '../forms/python-values.ts';
import * as schemas from '../forms/request-forms.ts';
import { parseUuid, postgresTakes } from '../forms/uuid.ts';
import { readBody } from '../requests/post-checks.ts';
import { type Message, messagesOf } from '../store.ts';
import { contentOf, requireValues } from '../wordings/content.ts';
import { valuesFrom } from '../wordings/field.ts';
import { previewHtml } from '../wordings/preview-html.ts';
import { type TemplateVersion, versionOf } from '../world/world.ts';
import { letterPdf } from './letter-pdf.ts';
import { notification, template } from './serialise.ts';

const LARGEST_DATABASE_INTEGER = 2 ** 31 - 1;

function idFrom(given: string, field: string, schema: Schema): string {
  check({ [field]: given }, schema);
  if (!postgresTakes(given)) throw badUuidForDatabase();
  return parseUuid(given) as string;
}

function findMessage(context: Context, { caller, params }: ApiRequest): Message {
  const message = context.store.byId.get(idFrom(params[0] ?? '', 'notification_id', schemas.notificationIdSchema));
  if (message?.service_id !== caller.service.id) throw noResult();
  return message;
}

export const getNotification = (context: Context, request: ApiRequest): Answer => ({
  status: 200,
  body: notification(context, request, findMessage(context, request)),
});

export function getPdf(context: Context, request: ApiRequest): Answer {
  const message = findMessage(context, request);
  if (message.type !== 'letter') throw badRequest('Notification is not a letter');
  if (message.status === 'pending-virus-check') throw pdfNotReady();
  const pages = message.file ? context.files.read(message.file.sha256) : null;
  if (pages) return { status: 200, pdf: pages };
  return { status: 200, pdf: letterPdf([message.to, '', message.subject ?? '', '', message.body].join('\n')) };
}

/** Werkzeug's spelling of a query: names in the order of their first use, lists as repeated names. */
function queryString(query: Record<string, string | string[]>): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/%(?:20|24|2C|2F|3A|3B|3F|40)/g, (code) =>
      code === '%20' ? '+' : decodeURIComponent(code),
    );
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encode(name)}=${encode(value)}`),
  );
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

const STANDS_FOR: Record<string, string[]> = {
  failed: [
    ...['technical-failure', 'temporary-failure', 'permanent-failure', 'validation-failed', 'virus-scan-failed'],
    'returned-letter',
  ],
  accepted: ['created', 'sending'],
  received: ['delivered'],
};

/** Query parameters by name: those that may be repeated as lists, of the others the first. */
function readQuery(query: URLSearchParams, repeatable: string[]): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => [
      name,
      repeatable.includes(name) ? query.getAll(name) : (query.get(name) ?? ''),
    ]),
  );
}

export function listNotifications(context: Context, request: ApiRequest): Answer {
  const query = readQuery(request.query, ['status', 'template_type']);
  // A field that is unknown comes as a list over there, but only its name is in the message.
  check(query, schemas.listSchema);
  const { reference, older_than: olderThan } = query as Record<string, string | undefined>;
  if (reference?.includes('\u0000')) throw serverFault('ValueError');
  const statuses = (query['status'] as string[] | undefined)?.flatMap((status) => STANDS_FOR[status] ?? [status]);
  const types = query['template_type'] as string[] | undefined;
  const { service, key } = request.caller;
  let before: string | undefined;
  if (olderThan !== undefined) {
    if (!postgresTakes(olderThan)) throw badUuidForDatabase();
    const cursor = context.store.byId.get(parseUuid(olderThan) ?? '');
    before = cursor?.service_id === service.id ? cursor.created_at : '';
  }
  const found = messagesOf(context.store, {
    serviceId: service.id,
    keyType: key.type,
    ...(reference === undefined ? {} : { reference }),
  })
    .filter((each) => before === undefined || each.created_at < before)
    .filter((each) => !statuses || statuses.includes(each.status))
    .filter((each) => !types || types.includes(each.type))
    .slice(0, context.settings.page_size);
  const path = `${request.root}v2/notifications`;
  const last = found.at(-1);
  return {
    status: 200,
    body: {
      notifications: found.map((each) => notification(context, request, each)),
      links: {
        current: path + queryString(query),
        ...(last ? { next: path + queryString({ ...query, older_than: last.id }) } : {}),
      },
    },
  };
}

function findTemplate({ caller, params }: ApiRequest): TemplateVersion {
  const id = idFrom(params[0] ?? '', 'id', schemas.templateIdSchema);
  const version = Number(params[1] ?? 0);
  if (version > LARGEST_DATABASE_INTEGER) throw badUuidForDatabase();
  const own = caller.service.templates.find((each) => each.id === id);
  // Version 0 is the same as none over there.
  const found = own && versionOf(own, version === 0 ? undefined : version);
  if (!found) throw noResult();
  return found;
}

export function getTemplate(_context: Context, request: ApiRequest): Answer {
  if (request.params[1] !== undefined && !/^\d+$/.test(request.params[1])) throw notFound();
  return { status: 200, body: template(findTemplate(request)) };
}

export function listTemplates(_context: Context, { caller, query }: ApiRequest): Answer {
  const { type } = check(readQuery(query, []), schemas.templatesSchema);
  const byName = (left: TemplateVersion, right: TemplateVersion) =>
    Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)) || (left.type < right.type ? -1 : 1);
  const found = caller.service.templates.filter((each) => !each.archived && (!type || each.type === type));
  return { status: 200, body: { templates: found.sort(byName).map(template) } };
}

export function previewTemplate(context: Context, request: ApiRequest): Answer {
  const body = request.body.length === 0 ? {} : readBody(request.body);
  if (!isObject(body)) throw serverFault('TypeError');
  const checked = check({ ...body, id: request.params[0] ?? '' }, schemas.previewSchema);
  const version = findTemplate({ ...request, params: request.params.slice(0, 1) });
  const values = valuesFrom((checked['personalisation'] ?? {}) as Record<string, unknown>);
  requireValues(version, values);
  const content = contentOf(version, values, context.settings);
  const { id, type, postage } = version;
  const html = type === 'email' ? previewHtml(content.body) : null;
  return { status: 200, body: { id, type, version: version.version, ...content, postage, html } };
}

export function listReceivedTexts({ store, settings }: Context, request: ApiRequest): Answer {
  const query = check(readQuery(request.query, []), schemas.receivedTextsSchema);
  const olderThan = query['older_than'] as string | undefined;
  if (olderThan !== undefined && !postgresTakes(olderThan)) throw badUuidForDatabase();
  const cursor = store.receivedTexts.find((each) => each.id === parseUuid(olderThan ?? ''))?.created_at ?? '';
  const found = store.receivedTexts
    .filter((each) => each.service_id === request.caller.service.id)
    .filter((each) => olderThan === undefined || each.created_at < cursor)
    .sort((left, right) => (left.created_at < right.created_at ? 1 : -1))
    .slice(0, settings.page_size);
  const path = `${request.root}v2/received-text-messages`;
  const last = found.at(-1);
  return {
    status: 200,
    body: {
      received_text_messages: found,
      links: { current: path, ...(last ? { next: path + queryString({ older_than: last.id }) } : {}) },
    },
  };
}
