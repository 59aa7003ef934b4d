// The front proxy: every AWS call of every function and of the operator comes through here. It says what a call is
// (service, operation, caller), counts it, asks whether the caller may do that, and hands it to the service's stand-in.

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { ReplayRefused } from './events/archives.ts';
import { ValidationError } from './events/event-router.ts';
import type { Check } from './grants/check.ts';
import { refuse } from './grants/refuse.ts';
import { BodyRefused, readAll } from './s3/s3-body.ts';
import { s3Operation } from './s3/s3-request.ts';
import type { ApiAnswer } from './stack/secrets.ts';
import { sendTrouble, type Trouble } from './troubles.ts';
import { isKeyValueCall, type KeyValueRequest, keyValueOperation } from './web/key-value-stores.ts';
import { type QueryApi, queryXml } from './web/query-api.ts';

/** What the proxy knows of a call before it is answered. */
export type Call = { service: string; operation: string; accessKeyId: string | undefined };

/** A call whose body was read to its end. */
export type JsonRequest = Call & { url: string; headers: IncomingHttpHeaders; body: Buffer };

export type Answerers = {
  dynamodb(request: JsonRequest, res: ServerResponse): Promise<void>;
  sqs(request: JsonRequest, res: ServerResponse): Promise<void>;
  'cloudfront-keyvaluestore'(request: KeyValueRequest, res: ServerResponse): Promise<void>;
  /** Reads the body itself: a file may be large. */
  s3(call: Call, req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Services whose operations are functions from JSON to JSON, by service and operation. */
  json: Record<string, Record<string, (input: Record<string, unknown>) => ApiAnswer | Promise<ApiAnswer>>>;
  /** Services that take a form, by service and action. */
  query: QueryApi;
};

export type FrontProxy = {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  count(service: string, operation: string): void;
  counts: Map<string, number>;
  /** All calls of one service. */
  countsOf(service: string): number;
};

const targets: Record<string, string> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AWSEvents: 'eventbridge',
  secretsmanager: 'secretsmanager',
  AmazonSSM: 'ssm',
};
const KEY_VALUES = 'cloudfront-keyvaluestore';
/** What these say is wrong with the request, not with the engine. */
const theirs = [ValidationError, ReplayRefused, BodyRefused, SyntaxError, URIError];
/** No service takes more in one JSON request (DynamoDB: 16 MiB). */
const MOST_BYTES = 17 * 1024 * 1024;

/**
 * @param ask.onCall hears of each call before it is answered; S3's without their body.
 * @param ask.refusalOf says what speaks against a call.
 */
export function createProxy(
  answerers: Answerers,
  ask: {
    onCall?: ((call: Call & { body?: Buffer }) => void) | undefined;
    refusalOf: Check;
    /** Answers in a service's place where it is in trouble. */
    troubleOf?: ((call: Call) => Trouble | null) | undefined;
  },
): FrontProxy {
  const { onCall = () => {}, refusalOf, troubleOf = () => null } = ask;
  const counts = new Map<string, number>();
  const count = (service: string, operation: string) => {
    const name = `${service}.${operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const call = identifyCall(req);
    const { url = '/', headers } = req;
    count(call.service, call.operation);
    const trouble = troubleOf(call);
    if (trouble) {
      req.resume();
      return sendTrouble(res, call.service, trouble);
    }
    if (call.service === 's3') {
      onCall(call);
      const refusal = refusalOf({ ...call, url, headers });
      if (!refusal) return answerers.s3(call, req, res);
      req.resume(); // the client hears of it when it has sent all
      return refuse(res, call.service, refusal);
    }
    const request = { ...call, url, headers, body: await readAll(req, MOST_BYTES) };
    onCall(request);
    const refusal = refusalOf(request);
    if (refusal) return refuse(res, call.service, refusal);
    if (call.service === 'dynamodb') return answerers.dynamodb(request, res);
    const run = answerers.json[call.service]?.[call.operation];
    if (call.service === 'sqs' && !run) return answerers.sqs(request, res);
    if (call.service === KEY_VALUES) return answerers[KEY_VALUES](request, res);
    const actions = answerers.query[call.service];
    if (actions) return sendQuery(res, actions, new URLSearchParams(request.body.toString()));
    if (!run) {
      const message = `The local engine does not run ${call.service} ${call.operation}`;
      return sendJson(res, 400, { __type: 'UnknownOperationException', message });
    }
    const { status, body } = await run(JSON.parse(request.body.toString() || '{}'));
    sendJson(res, status, body);
  };
  return {
    count,
    counts,
    countsOf: (service) =>
      [...counts].reduce((sum, [name, made]) => sum + (name.startsWith(`${service}.`) ? made : 0), 0),
    handle: async (req, res) => {
      try {
        await answer(req, res);
      } catch (error) {
        if (res.headersSent || res.destroyed) return void res.destroy();
        const { name, message } = error as Error;
        const ours = !theirs.some((kind) => error instanceof kind);
        sendJson(res, ours ? 500 : 400, { __type: ours ? 'InternalFailure' : name, message });
      }
    },
  };
}

// A signature of version 4A names no region.
const CREDENTIAL = /Credential=([^/]+)\/\d{8}\/(?:[^/]+\/)?([^/]+)\/aws4_request/;

/** The credential of an address that was signed for somebody else to call, as it stands in a header otherwise. */
const signedAddress = (url: string): string =>
  `Credential=${new URL(url, 'http://localhost').searchParams.get('X-Amz-Credential') ?? ''}`;

/** By the target header of the JSON protocols; else by the service in the signature's scope; what is left is S3. */
function identifyCall({ method = 'GET', url = '/', headers }: IncomingMessage): Call {
  const [, accessKeyId, scope] = CREDENTIAL.exec(headers.authorization ?? signedAddress(url)) ?? [];
  const [prefix = '', name = ''] = String(headers['x-amz-target'] ?? '').split('.');
  if (name) return { service: targets[prefix] ?? prefix, operation: name, accessKeyId };
  if (isKeyValueCall(url)) return { service: KEY_VALUES, operation: keyValueOperation(method, url), accessKeyId };
  if (scope && scope !== 's3') return { service: scope, operation: `${method} request`, accessKeyId };
  return { service: 's3', operation: s3Operation(method, url, headers), accessKeyId };
}

function sendQuery(res: ServerResponse, actions: QueryApi[string], form: URLSearchParams): void {
  const action = form.get('Action') ?? '';
  const refused = { code: 'InvalidAction', message: `The local engine does not run ${action}` };
  const { status, xml } = queryXml(action, actions[action]?.(form) ?? { refused });
  res.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}
