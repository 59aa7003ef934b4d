// Asks the gate about each call that a function signed. A caller without a function's credentials is the operator, and may
// do anything: this is their own machine.

import type { Functions } from '../lambda/functions.ts';
import { placeOf } from '../s3/s3-request.ts';
import type { Gate, Refusal } from './gate.ts';
import type { Asked } from './needs.ts';

export type Check = (call: Asked & { accessKeyId: string | undefined }) => Refusal | undefined;

type Deps = {
  gate: Gate;
  functions: Functions;
  /** Whether there is an object of this key, or this version of it. */
  holds(bucket: string, key: string, versionId: string | null): boolean;
  onRefusal(refusal: Refusal): void;
};

export function createCheck({ gate, functions, holds, onRefusal }: Deps): Check {
  return (call) => {
    const fn = functions.byAccessKey(call.accessKeyId ?? '')?.spec.logicalId;
    if (!fn) return undefined;
    const refusal = gate.refusalOf(fn, call) ?? gate.missing(fn, toLearnOfNothing(call, holds));
    if (refusal) onRefusal(refusal);
    return refusal;
  };
}

/**
 * S3 tells only callers that may list a bucket that an object is not there; to others it is forbidden.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function toLearnOfNothing({ service, operation, url }: Asked, holds: Deps['holds']) {
  if (service !== 's3' || !/^(Get|Head)Object$/.test(operation)) return [];
  const { bucket, key, query } = placeOf(url);
  if (holds(bucket, key, query.get('versionId'))) return [];
  return [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context: { 's3:prefix': [key] } }];
}
