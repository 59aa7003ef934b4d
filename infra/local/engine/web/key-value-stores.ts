// CloudFront KeyValueStores: the data plane that functions write through, and what edge functions read.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-kvp.html

import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Stack } from '../stack/stack.ts';
import type { State } from '../state.ts';

export type KeyValueRequest = { operation: string; url: string; headers: IncomingHttpHeaders; body: Buffer };

export type KeyValueStores = {
  /** The value of a key in the store of this ARN. */
  get(arn: string, key: string): string | undefined;
  handle(request: KeyValueRequest, res: ServerResponse): Promise<void>;
};

const PREFIX = '/key-value-stores/';
const MOST_KEY_BYTES = 512;
const MOST_VALUE_BYTES = 1024;

export const isKeyValueCall = (url: string): boolean => url.startsWith(PREFIX);

/** The operation of a request, by the name that IAM and the counters know it by. */
export function keyValueOperation(method: string, url: string): string {
  const { key } = placeOf(url);
  if (key === undefined) return { GET: 'DescribeKeyValueStore' }[method] ?? `${method} store`;
  if (key === '') return { GET: 'ListKeys', POST: 'UpdateKeys' }[method] ?? `${method} keys`;
  return { GET: 'GetKey', PUT: 'PutKey', DELETE: 'DeleteKey' }[method] ?? `${method} key`;
}

export function openKeyValueStores(stack: Stack, state: State): KeyValueStores {
  const arns = new Set(
    stack.ofType('AWS::CloudFront::KeyValueStore').map(({ logicalId }) => stack.identity(logicalId).attributes['Arn']),
  );
  const storeOf = (arn: string) => state.saved.keyValues[arn] ?? { version: 'first', items: {} };

  /** A write holds only for the version that its writer has seen, and makes another. */
  const change = (arn: string, ifMatch: unknown, items: Record<string, string>): Answer => {
    const { version } = storeOf(arn);
    if (ifMatch !== version) return refused(409, 'ConflictException', 'The resource was changed meanwhile');
    const next = { version: randomUUID(), items };
    state.save({ keyValues: { ...state.saved.keyValues, [arn]: next } });
    return { status: 200, body: sizeOf(items), etag: next.version };
  };

  const answer = ({ operation, url, headers, body }: KeyValueRequest): Answer => {
    const { arn, key = '' } = placeOf(url);
    if (!arns.has(arn)) return refused(404, 'ResourceNotFoundException', 'There is no such key value store');
    const { version, items } = storeOf(arn);
    switch (operation) {
      case 'DescribeKeyValueStore':
        return {
          status: 200,
          body: { ...sizeOf(items), KvsARN: arn, Created: 0, LastModified: 0, Status: 'READY' },
          etag: version,
        };
      case 'GetKey': {
        const value = items[key];
        if (value === undefined) return refused(404, 'ResourceNotFoundException', 'There is no such key');
        return { status: 200, body: { Key: key, Value: value, ...sizeOf(items) } };
      }
      case 'PutKey': {
        const { Value } = JSON.parse(body.toString()) as { Value: string };
        if (Buffer.byteLength(key) > MOST_KEY_BYTES || Buffer.byteLength(Value) > MOST_VALUE_BYTES)
          return refused(400, 'ValidationException', 'A key has 512 bytes at most, a value 1,024');
        return change(arn, headers['if-match'], { ...items, [key]: Value });
      }
      case 'DeleteKey': {
        const { [key]: _, ...rest } = items;
        return change(arn, headers['if-match'], rest);
      }
      default:
        return refused(501, 'UnknownOperationException', `The local engine does not run ${operation}`);
    }
  };

  return {
    get: (arn, key) => storeOf(arn).items[key],
    handle: async (request, res) => {
      const { status, body, etag, error } = answer(request);
      const headers = { 'content-type': 'application/json', ...(error && { 'x-amzn-errortype': error }) };
      res.writeHead(status, { ...headers, ...(etag && { etag }) }).end(JSON.stringify(body));
    },
  };
}

type Answer = { status: number; body: object; etag?: string; error?: string };

const refused = (status: number, error: string, Message: string): Answer => ({ status, error, body: { Message } });

const sizeOf = (items: Record<string, string>) => ({
  ItemCount: Object.keys(items).length,
  TotalSizeInBytes: Object.entries(items).flat().join('').length,
});

function placeOf(url: string): { arn: string; key: string | undefined } {
  const path = url.split('?')[0]!.slice(PREFIX.length);
  const [arn = '', keys, key = ''] = path.split('/').map(decodeURIComponent);
  return { arn, key: keys === 'keys' ? key : undefined };
}
