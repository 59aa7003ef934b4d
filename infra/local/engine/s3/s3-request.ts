// What a request to S3 asks for: the operation, and the bucket and key in its path.

import type { IncomingHttpHeaders } from 'node:http';

/** What a path-style URL names; the key is empty where it names a bucket. */
export type Place = { bucket: string; key: string; query: URLSearchParams };

/** Query parameters that ask for what fauxqs would silently take for something else. */
const notRun = [
  'acl',
  'cors',
  'encryption',
  'legal-hold',
  'notification',
  'object-lock',
  'policy',
  'replication',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'versioning',
  'versions',
  'website',
];

/** The S3 operation of a request, by the name that IAM and the counters know it by. */
export function s3Operation(method: string, url: string, headers: IncomingHttpHeaders): string {
  const { key, query } = placeOf(url);
  const named = notRun.find((name) => query.has(name));
  if (named) return `${method} ?${named}`;
  if (query.has('uploadId')) {
    const byMethod = {
      PUT: 'UploadPart',
      POST: 'CompleteMultipartUpload',
      DELETE: 'AbortMultipartUpload',
      GET: 'ListParts',
    };
    return byMethod[method as keyof typeof byMethod] ?? method;
  }
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : 'DeleteObjects';
  if (method === 'PUT' && headers['x-amz-copy-source']) return 'CopyObject';
  if (!key)
    return { GET: 'ListObjects', HEAD: 'HeadBucket', PUT: 'CreateBucket', DELETE: 'DeleteBucket' }[method] ?? method;
  return { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method] ?? method;
}

/** Bucket, key and query of a path-style URL. @throws URIError */
export function placeOf(url: string): Place {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(pathname) ?? [];
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key), query: searchParams };
}
