// The front proxy: every AWS call of every function and of the operator comes through here. It says what a call is
// (service, operation, who), counts it, and hands it to the one who answers.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { ValidationError } from './event-router.ts';
import { s3Operation } from './s3.ts';
import { BodyRefused, readAll } from './s3-body.ts';
import type { ApiAnswer } from './secrets.ts';

/** What the proxy knows of a call before anyone answers it: enough to check a grant with. */
export type Call = { service: string; operation: string; accessKeyId: string | undefined; body: Buffer };

export type Answerers = {
  dynamodb(call: Call, req: IncomingMessage, res: ServerResponse): Promise<void>;
  sqs(call: Call, req: IncomingMessage, res: ServerResponse): Promise<void>;
  s3(operation: string, req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Services whose operations are functions from JSON to JSON, by service and operation. */
  json: Record<string, Record<string, (input: Record<string, unknown>) => ApiAnswer | Promise<ApiAnswer>>>;
};

export type FrontProxy = {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  count(service: string, operation: string): void;
  counts: Map<string, number>;
};

const targets: Record<string, string> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AWSEvents: 'eventbridge',
  secretsmanager: 'secretsmanager',
  AmazonSSM: 'ssm',
};
/** No service takes more in one JSON request (DynamoDB: 16 MiB). */
const MOST_BYTES = 17 * 1024 * 1024;

export function createProxy(answerers: Answerers): FrontProxy {
  const counts = new Map<string, number>();
  const count = (service: string, operation: string) => {
    const name = `${service}.${operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    const { service, operation, accessKeyId } = identifyCall(req);
    count(service, operation);
    if (service === 's3') return answerers.s3(operation, req, res);
    const call = { service, operation, accessKeyId, body: await readAll(req, MOST_BYTES) };
    if (service === 'dynamodb') return answerers.dynamodb(call, req, res);
    if (service === 'sqs') return answerers.sqs(call, req, res);
    const run = answerers.json[service]?.[operation];
    if (!run)
      return sendJson(res, 400, {
        __type: 'UnknownOperationException',
        message: `The local engine does not run ${service} ${operation}`,
      });
    const { status, body } = await run(JSON.parse(call.body.toString() || '{}'));
    sendJson(res, status, body);
  };
  return {
    count,
    counts,
    handle: async (req, res) => {
      try {
        await handle(req, res);
      } catch (error) {
        if (res.headersSent || res.destroyed) return void res.destroy();
        const { name, message } = error as Error;
        const ours = !(
          error instanceof ValidationError ||
          error instanceof BodyRefused ||
          error instanceof SyntaxError
        );
        sendJson(res, ours ? 500 : 400, { __type: ours ? 'InternalFailure' : name, message });
      }
    },
  };
}

/** By the target header of the JSON protocols; else by the service in the signature's scope; what is left is S3. */
function identifyCall(req: IncomingMessage): { service: string; operation: string; accessKeyId: string | undefined } {
  const [, accessKeyId, scope] =
    /Credential=([^/]+)\/\d{8}\/[^/]+\/([^/]+)\//.exec(req.headers.authorization ?? '') ?? [];
  const [prefix = '', name = ''] = String(req.headers['x-amz-target'] ?? '').split('.');
  if (name) return { service: targets[prefix] ?? prefix, operation: name, accessKeyId };
  const invoked = /^\/2015-03-31\/functions\/[^/]+\/invocations$/.test(req.url ?? '');
  if (scope && scope !== 's3')
    return { service: scope, operation: invoked ? 'Invoke' : `${req.method} ${req.url}`, accessKeyId };
  return { service: 's3', operation: s3Operation(req.method ?? 'GET', req.url ?? '/', req.headers), accessKeyId };
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}
