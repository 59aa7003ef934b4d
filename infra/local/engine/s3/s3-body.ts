// The body of an uploaded object, of any size that memory holds, in plain form or in the SDK's aws-chunked form.
// fauxqs itself refuses bodies over 11 MiB.

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export class BodyRefused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** One upload may take this much; larger ones belong in parts. */
const MOST_BYTES = 1024 ** 3;

/** @throws BodyRefused when it is too large, breaks off, or is not what its length says. */
export async function readObjectBody(req: IncomingMessage): Promise<Buffer> {
  const raw = await readAll(req, MOST_BYTES);
  const chunked = String(req.headers['content-encoding'] ?? '').includes('aws-chunked');
  const body = chunked ? unchunk(raw) : raw;
  const length = Number(req.headers[chunked ? 'x-amz-decoded-content-length' : 'content-length'] ?? body.length);
  if (body.length !== length) {
    throw new BodyRefused(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length header.',
    );
  }
  const sum = req.headers['x-amz-checksum-sha256'];
  if (sum !== undefined && createHash('sha256').update(body).digest('base64') !== sum) {
    throw new BodyRefused(400, 'BadDigest', 'The sha256 you specified did not match the calculated checksum.');
  }
  return body;
}

/** Reads a request to its end. @throws BodyRefused beyond `most` bytes; an error if the sender breaks off. */
export async function readAll(req: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) break;
    parts.push(part);
  }
  if (length <= most) return Buffer.concat(parts);
  // The rest is read and dropped: a sender that is cut off would never see the answer. Only out of the loop: its end
  // stops the flow, and the next request on this connection would wait behind what is left.
  req.resume();
  throw new BodyRefused(413, 'EntityTooLarge', `The body is over the ${most} bytes that the local engine takes.`);
}

/** `<hex length>[;chunk-signature=…]\r\n<bytes>\r\n` and so on until a length of 0, after which trailers may follow. */
function unchunk(raw: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < raw.length) {
    const lineEnd = raw.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(raw.toString('latin1', at, lineEnd), 16);
    if (!(size >= 0)) throw new BodyRefused(400, 'InvalidChunkSizeError', 'The aws-chunked body is malformed.');
    if (size === 0) break;
    parts.push(raw.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
