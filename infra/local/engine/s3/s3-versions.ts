// Versions of objects, which fauxqs does not keep. Each object of a versioned bucket carries its version id as metadata;
// when it is overwritten or deleted, the old one moves to a bucket beside it, under `<version id>/<key>`.

import { randomUUID } from 'node:crypto';
import type { S3Object, S3Store } from '../fauxqs.ts';

/** The metadata key under which an object carries its version id; clients never see it. */
export const VERSION_KEY = 'local-version-id';

export type Versions = {
  versioned(bucket: string): boolean;
  /** The version id of an object, if its bucket keeps versions. */
  of(object: S3Object): string | undefined;
  /** Where a version lies now; undefined if there is none. */
  find(bucket: string, key: string, versionId: string): { bucket: string; key: string } | undefined;
};

/** Makes the store keep versions in these buckets. */
export function keepVersions(store: S3Store, buckets: Set<string>): Versions {
  const beside = (bucket: string) => `${bucket}--versions`;
  for (const bucket of buckets) store.createBucket(beside(bucket));
  const put = store.putObject.bind(store);
  const complete = store.completeMultipartUpload.bind(store);
  const remove = store.deleteObject.bind(store);
  const current = (bucket: string, key: string): S3Object | undefined => {
    try {
      return store.headObject(bucket, key);
    } catch {
      return undefined;
    }
  };
  const keepCurrent = (bucket: string, key: string) => {
    const object = current(bucket, key);
    const version = object?.metadata[VERSION_KEY];
    if (!object || !version) return;
    const { body, contentType, metadata } = store.getObject(bucket, key);
    put(beside(bucket), `${version}/${key}`, body, contentType, metadata);
  };
  // Ids sort by time, which makes the folder readable; nothing relies on it.
  const nextVersion = () => `${Date.now().toString(36)}.${randomUUID().replaceAll('-', '')}`;

  store.putObject = (bucket, key, body, type, metadata, system, sum) => {
    if (!buckets.has(bucket)) return put(bucket, key, body, type, without(metadata), system, sum);
    keepCurrent(bucket, key);
    return put(bucket, key, body, type, { ...metadata, [VERSION_KEY]: nextVersion() }, system, sum);
  };
  store.completeMultipartUpload = (uploadId, parts) => {
    const upload = store.multipartUploads.get(uploadId);
    if (upload && buckets.has(upload.bucket)) {
      keepCurrent(upload.bucket, upload.key);
      upload.metadata = { ...upload.metadata, [VERSION_KEY]: nextVersion() };
    }
    return complete(uploadId, parts);
  };
  store.deleteObject = (bucket, key) => {
    if (buckets.has(bucket)) keepCurrent(bucket, key);
    remove(bucket, key);
  };

  return {
    versioned: (bucket) => buckets.has(bucket),
    of: (object) => object.metadata[VERSION_KEY],
    find: (bucket, key, versionId) => {
      if (current(bucket, key)?.metadata[VERSION_KEY] === versionId) return { bucket, key };
      const kept = { bucket: beside(bucket), key: `${versionId}/${key}` };
      return current(kept.bucket, kept.key) ? kept : undefined;
    },
  };
}

/** A copy out of a versioned bucket brings the id along, which means nothing elsewhere. */
function without({ [VERSION_KEY]: _, ...metadata }: Record<string, string> = {}): Record<string, string> {
  return metadata;
}
