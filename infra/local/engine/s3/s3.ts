// S3 at the front proxy: fauxqs answers; here come large uploads, versions, and announcing what writes do.

import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { EventRouter } from '../events/event-router.ts';
import type { Fauxqs, S3Object } from '../fauxqs.ts';
import type { Call } from '../front-proxy.ts';
import type { Stack } from '../stack/stack.ts';
import type { StoredObject } from '../types.ts';
import { BodyRefused, readObjectBody } from './s3-body.ts';
import { bucketsWithEvents, objectCreated, objectDeleted } from './s3-events.ts';
import { type Place, placeOf } from './s3-request.ts';
import { keepVersions, VERSION_KEY } from './s3-versions.ts';

export type Buckets = {
  handle(call: Call, req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Whether there is an object of this key, or this version of it. */
  holds(bucket: string, key: string, versionId: string | null): boolean;
  close(): void;
};

/** Makes the stack's buckets in the store, and answers what is asked of them. */
export function openBuckets(
  fauxqs: Fauxqs,
  stack: Stack,
  { events, onObject }: { events: EventRouter; onObject?: ((object: StoredObject) => void) | undefined },
): Buckets {
  const { s3 } = fauxqs;
  const announced = bucketsWithEvents(stack);
  const versioned = new Set<string>();
  const logicalIds = new Map<string, string>();
  for (const { logicalId, properties } of stack.ofType('AWS::S3::Bucket')) {
    const { name } = stack.identity(logicalId);
    s3.createBucket(name);
    logicalIds.set(name, logicalId);
    if ((properties['VersioningConfiguration'] as { Status?: string })?.Status === 'Enabled') versioned.add(name);
  }
  const versions = keepVersions(s3, versioned);
  s3.spy = {
    addMessage: ({ status, bucket = '', key = '' }) => {
      if (status === 'deleted' && announced.has(bucket)) events.publish(objectDeleted({ bucket, key }, versions));
    },
  };
  const announce = (place: Place, object: S3Object, reason: string) => {
    if (announced.has(place.bucket))
      events.publish(objectCreated(place, object, { reason, version: versions.of(object) }));
  };
  const agent = new Agent({ keepAlive: true });

  /** Plain uploads go straight to the store: no limit of 11 MiB, and stored whole or not at all. */
  const put = async (req: IncomingMessage, res: ServerResponse, place: Place) => {
    const body = await readObjectBody(req);
    if (!s3.hasBucket(place.bucket)) return sendError(res, 404, 'NoSuchBucket', 'The specified bucket does not exist');
    if (req.headers['if-none-match'] === '*' && exists(fauxqs, place)) {
      return sendError(res, 412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    }
    const object = s3.putObject(
      place.bucket,
      place.key,
      body,
      req.headers['content-type'],
      metadataOf(req),
      systemOf(req),
    );
    onObject?.({ bucket: logicalIds.get(place.bucket) ?? '', key: place.key, body });
    announce(place, object, 'PutObject');
    res.writeHead(200, { etag: object.etag, ...versionHeader(versions.of(object)) }).end();
  };

  const pass = (
    req: IncomingMessage,
    res: ServerResponse,
    options: { operation: string; place: Place; path?: string },
  ) =>
    new Promise<void>((done, failed) => {
      const { operation, place } = options;
      const path = options.path ?? req.url;
      const onward = request(
        `${fauxqs.address}`,
        { agent, method: req.method, path, headers: req.headers },
        (answer) => {
          const created = operation === 'CopyObject' || operation === 'CompleteMultipartUpload';
          const headers = withVersion(answer.headers);
          if (created && answer.statusCode === 200) {
            const object = s3.headObject(place.bucket, place.key);
            announce(place, object, operation);
            Object.assign(headers, versionHeader(versions.of(object)));
          }
          res.writeHead(answer.statusCode ?? 502, headers);
          answer.pipe(res).on('close', done).on('error', failed);
        },
      );
      onward.on('error', failed);
      req.on('error', () => onward.destroy());
      req.pipe(onward);
    });

  return {
    close: () => agent.destroy(),
    holds: (bucket, key, versionId) =>
      s3.hasBucket(bucket) &&
      (versionId === null ? exists(fauxqs, { bucket, key }) : versions.find(bucket, key, versionId) !== undefined),
    handle: async ({ operation }, req, res) => {
      const place = placeOf(req.url ?? '/');
      const versionId = place.query.get('versionId');
      try {
        if (operation.includes('?'))
          return sendError(res, 501, 'NotImplemented', `${operation} is not run by the local engine`);
        if (operation === 'PutObject') return await put(req, res, place);
        if (versionId === null) return await pass(req, res, { operation, place });
        const found = versions.find(place.bucket, place.key, versionId);
        if (operation === 'DeleteObject') {
          if (found?.key === place.key)
            return sendError(res, 501, 'NotImplemented', 'Deleting the newest version is not run by the local engine');
          if (found) s3.deleteObject(found.bucket, found.key);
          res.writeHead(204, versionHeader(versionId)).end();
          return;
        }
        if (!found) return sendError(res, 404, 'NoSuchVersion', 'The specified version does not exist.');
        await pass(req, res, { operation, place, path: pathOf(found) });
      } catch (error) {
        if (error instanceof BodyRefused) return sendError(res, error.status, error.code, error.message);
        throw error;
      }
    },
  };
}

const pathOf = ({ bucket, key }: { bucket: string; key: string }) =>
  `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;

function exists(fauxqs: Fauxqs, { bucket, key }: Omit<Place, 'query'>): boolean {
  try {
    return Boolean(fauxqs.s3.headObject(bucket, key));
  } catch {
    return false;
  }
}

function metadataOf(req: IncomingMessage): Record<string, string> {
  const prefix = 'x-amz-meta-';
  const named = Object.entries(req.headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(prefix.length), String(value)]));
}

function systemOf({ headers }: IncomingMessage) {
  const encoding = String(headers['content-encoding'] ?? '').replace(/,?\s*aws-chunked\s*,?/, '');
  return {
    contentLanguage: headers['content-language'],
    contentDisposition: headers['content-disposition'],
    cacheControl: headers['cache-control'],
    contentEncoding: encoding || undefined,
  };
}

const versionHeader = (version: string | undefined): Record<string, string> =>
  version ? { 'x-amz-version-id': version } : {};

function withVersion(headers: IncomingMessage['headers']) {
  const { [`x-amz-meta-${VERSION_KEY}`]: version, ...rest } = headers;
  return { ...rest, ...versionHeader(version as string | undefined) };
}

function sendError(res: ServerResponse, status: number, code: string, message: string): void {
  res.writeHead(status, { 'content-type': 'application/xml' });
  res.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
