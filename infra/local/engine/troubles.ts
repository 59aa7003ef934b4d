// A service that is in trouble, on purpose: some of its calls are refused, as AWS does now and then.

import type { ServerResponse } from 'node:http';

/** What a refused call is answered. */
export type Trouble = { status: number; code: string; message: string };

const OF: Record<string, Trouble> = {
  dynamodb: {
    status: 400,
    code: 'ProvisionedThroughputExceededException',
    message: 'The level of configured provisioned throughput for the table was exceeded',
  },
  s3: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
};

export type Troubles = {
  /** Refuses each n-th call of a service; 0 refuses none any more. @throws Error for a service that never is in trouble. */
  set(service: string, every: number): void;
  of(call: { service: string; accessKeyId: string | undefined }): Trouble | null;
};

/** @param isFunction tells functions from operators, who are left alone. */
export function openTroubles(isFunction: (accessKeyId: string | undefined) => boolean): Troubles {
  const every = new Map<string, number>();
  let calls = 0;
  return {
    set(service, n) {
      if (!OF[service]) throw new Error(`${service} is never in trouble here: there are ${Object.keys(OF).join(', ')}`);
      every.set(service, n);
    },
    of({ service, accessKeyId }) {
      const n = every.get(service) ?? 0;
      if (n === 0 || !isFunction(accessKeyId)) return null;
      calls += 1;
      return calls % n === 0 ? OF[service]! : null;
    },
  };
}

/** In the service's own form. */
export function sendTrouble(res: ServerResponse, service: string, { status, code, message }: Trouble): void {
  const isS3 = service === 's3';
  res.writeHead(status, { 'content-type': isS3 ? 'application/xml' : 'application/x-amz-json-1.0' });
  res.end(
    isS3
      ? `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
      : JSON.stringify({ __type: code, message }),
  );
}
