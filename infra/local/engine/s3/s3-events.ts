// The events of AWS that a bucket with EventBridge notifications puts on the default bus.

import { randomUUID } from 'node:crypto';
import type { S3Object } from '../fauxqs.ts';
import type { Stack } from '../stack/stack.ts';
import { ACCOUNT } from '../stack/template.ts';
import type { Versions } from './s3-versions.ts';

type ObjectPlace = { bucket: string; key: string };

/** The buckets whose writes the template wants announced on the default bus: their names. */
export function bucketsWithEvents(stack: Stack): Set<string> {
  const names = new Set<string>();
  for (const { logicalId, type, properties } of stack.ofType('AWS::S3::Bucket', 'Custom::S3BucketNotifications')) {
    const notifications = properties['NotificationConfiguration'] as {
      EventBridgeConfiguration?: { EventBridgeEnabled?: unknown };
    };
    const configuration = notifications?.EventBridgeConfiguration;
    if (!configuration || String(configuration.EventBridgeEnabled ?? true) === 'false') continue;
    names.add(type === 'AWS::S3::Bucket' ? stack.identity(logicalId).name : String(properties['BucketName']));
  }
  return names;
}

/** The event of a write that made or replaced an object. `reason` is the S3 operation. */
export function objectCreated(
  place: ObjectPlace,
  object: S3Object,
  { reason, version }: { reason: string; version: string | undefined },
) {
  const about = {
    size: object.contentLength,
    etag: object.etag.replaceAll('"', ''),
    ...(version && { 'version-id': version }),
  };
  return objectEvent(place, { type: 'Object Created', object: about, rest: { reason } });
}

/** The event of a deletion: of the object itself, or of a marker over the versions that stay. */
export function objectDeleted(place: ObjectPlace, versions: Versions) {
  const type = versions.versioned(place.bucket) ? 'Delete Marker Created' : 'Permanently Deleted';
  return objectEvent(place, {
    type: 'Object Deleted',
    object: {},
    rest: { reason: 'DeleteObject', 'deletion-type': type },
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function objectEvent(place: ObjectPlace, options: { type: string; object: object; rest: object }) {
  return {
    source: 'aws.s3',
    detailType: options.type,
    resources: [`arn:aws:s3:::${place.bucket}`],
    detail: {
      version: '0',
      bucket: { name: place.bucket },
      object: { key: place.key, ...options.object, sequencer: Date.now().toString(16).toUpperCase().padStart(18, '0') },
      'request-id': randomUUID(),
      requester: ACCOUNT,
      'source-ip-address': '127.0.0.1',
      ...options.rest,
    },
  };
}
