// Carries out what the fault rules say about one request to the API.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Life, Plan } from '../afterwards/message-statuses.ts';
import type { Answer } from '../context.ts';
import { ApiError, errorBody, rateLimit, serverFault } from '../errors.ts';
import { parseJson } from '../forms/python-json.ts';
import { isObject } from '../forms/python-values.ts';
import { type Written, writeAnswer } from '../http-answers.ts';
import type { KeyType, Service } from '../world/world.ts';
import type { Effect, ReceiptEffect } from './faults.ts';

type Exchange = { request: IncomingMessage; response: ServerResponse };
type Kind<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

const sleep = (ms: number) => (ms > 0 ? new Promise((done) => setTimeout(done, ms).unref()) : undefined);
const ofKind = <K extends Effect['kind']>(effects: Effect[], kind: K): Kind<K> | undefined =>
  effects.find((each): each is Kind<K> => each.kind === kind);

const RECEIPT_KINDS = ['lose-receipts', 'duplicate-receipts', 'delay-receipts'];
const isReceiptEffect = (effect: Effect): effect is ReceiptEffect => RECEIPT_KINDS.includes(effect.kind);

/** The reference that rules go by: of a POST's body, else of the query. */
export function referenceOf(body: Buffer, query: URLSearchParams): string | undefined {
  if (body.length === 0) return query.get('reference') ?? undefined;
  const parsed = parseJson(body);
  const reference = parsed.ok && isObject(parsed.value) ? parsed.value['reference'] : undefined;
  return typeof reference === 'string' ? reference : undefined;
}

/** 500 and 504 come from the server itself, 502 and 503 from the edge in front of it, which speaks no JSON. */
function failure(status: number): Written {
  if (status === 500) return { status, body: errorBody(serverFault('Exception')) };
  if (status === 504) {
    const timeout = new ApiError(504, [{ error: 'HardEventletTimeout', message: 'Timeout serving request' }]);
    return { status, body: errorBody(timeout) };
  }
  return { status, html: `<html><body><h1>${status}</h1></body></html>` };
}

async function fail(exchange: Exchange, status: number | 'reset' | 'none'): Promise<void> {
  if (status === 'reset') exchange.request.socket.resetAndDestroy();
  else if (status !== 'none') await writeAnswer(exchange, failure(status));
}

/**
 * Serves one request as the effects say: waits, fails before, runs `serve` (which stores), begins the message's life,
 * fails after, or answers. `serve` throws ApiError for every answer that is no success.
 */
export async function serveWith(
  effects: Effect[],
  {
    exchange,
    serve,
    life,
    caller,
  }: {
    exchange: Exchange;
    serve: () => Answer;
    life: Life;
    caller: { service: Service; keyType: KeyType };
  },
): Promise<void> {
  const stall = ofKind(effects, 'stall');
  await sleep(stall?.before_ms ?? 0);
  const before = ofKind(effects, 'fail-before-storing');
  if (before) return fail(exchange, before.status);
  const refusal = ofKind(effects, 'refuse');
  if (refusal) throw new ApiError(refusal.status, [{ error: refusal.error, message: refusal.message }]);
  if (ofKind(effects, 'limit')) {
    throw rateLimit(
      `Exceeded rate limit for key type ${caller.keyType.toUpperCase()} of ${caller.service.rate_limit} requests per 60 seconds`,
    );
  }
  const answer = serve();
  const after = ofKind(effects, 'fail-after-storing');
  const message = 'message' in answer ? answer.message : undefined;
  if (message) {
    const plan: Plan = { receipt: effects.find(isReceiptEffect), heldMs: after?.held_ms };
    if (ofKind(effects, 'receipt-before-answer')) await life.finish(message, plan);
    else life.begin(message, plan);
  }
  await sleep(stall?.after_ms ?? 0);
  if (after) return fail(exchange, after.status);
  return writeAnswer(exchange, answer, stall?.drip_ms);
}
