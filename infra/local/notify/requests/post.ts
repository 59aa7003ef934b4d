// POST /v2/notifications/{type}. The order of the checks decides which error a caller sees
// (api v2/notifications/post_notifications.py).

import { checkDailyLimit, spendToken } from '../access/limits.ts';
import type { Answer, ApiRequest, Context } from '../context.ts';
import { notFound, serverFault } from '../errors.ts';
import { check } from '../forms/check-form.ts';
import { isObject } from '../forms/python-values.ts';
import { bodySchemas } from '../forms/request-forms.ts';
import { postLetter, postPrecompiledLetter } from '../messages/post-letter.ts';
import { postEmail, postSms } from '../messages/post-message.ts';
import { readBody } from './post-checks.ts';

function checkLimits(context: Context, { caller: { service, key } }: ApiRequest, channel: string): void {
  const now = context.now();
  spendToken(context.store.counters, service, key.type, now);
  checkDailyLimit(context.store.counters, { service, keyType: key.type, channel, now });
}

/** `"content" in body` in Python: true for a list or text that holds it, a TypeError for numbers and true. */
function holdsContent(body: unknown): boolean {
  if (Array.isArray(body) || typeof body === 'string') return body.includes('content');
  if (!isObject(body)) throw serverFault('TypeError');
  return Object.hasOwn(body, 'content');
}

/** POST /v2/notifications/{type}. */
export function postNotification(context: Context, request: ApiRequest): Answer {
  const [type = ''] = request.params;
  const schemas = bodySchemas(context.now());
  checkLimits(context, request, type);
  const body = readBody(request.body);
  if (type === 'sms') return postSms(context, request, check(body, schemas.sms));
  if (type === 'email') return postEmail(context, request, check(body, schemas.email));
  if (type !== 'letter') throw notFound();
  if (holdsContent(body)) return postPrecompiledLetter(context, request, check(body, schemas.precompiled));
  // Templated letters pass the limits twice over there, so each costs two tokens.
  checkLimits(context, request, type);
  return postLetter(context, request, check(body, schemas.letter));
}
