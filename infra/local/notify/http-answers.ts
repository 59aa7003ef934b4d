// Writes answers with the headers that the real server sends, whole, drop by drop, or not at all.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from './forms/python-json.ts';

const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type,Authorization',
  'Access-Control-Allow-Methods': 'GET,PUT,POST,DELETE',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload',
  'Cache-Control': 'no-store, no-cache, private, must-revalidate',
};

export type Written = { status: number; body?: unknown; pdf?: Buffer; html?: string; headers?: Record<string, string> };

const payloadOf = ({ body, pdf, html }: Written): { type: string; bytes: Buffer } => {
  if (pdf) return { type: 'application/pdf', bytes: pdf };
  if (html !== undefined) return { type: 'text/html; charset=utf-8', bytes: Buffer.from(html) };
  return { type: 'application/json', bytes: Buffer.from(body === undefined ? '' : answerJson(body)) };
};

async function drip(response: ServerResponse, bytes: Buffer, dripMs: number): Promise<void> {
  for (const byte of bytes) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await new Promise((done) => setTimeout(done, dripMs).unref());
  }
  response.end();
}

/** Writes an answer. With `dripMs` one byte at a time, with so many milliseconds between them. */
export async function writeAnswer(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  answer: Written,
  dripMs?: number,
): Promise<void> {
  const { type, bytes } = payloadOf(answer);
  const trace = request.headers['x-b3-traceid'];
  response.writeHead(answer.status, {
    ...HEADERS,
    'Content-Type': type,
    'Content-Length': bytes.length,
    'X-B3-TraceId': typeof trace === 'string' ? trace : randomBytes(16).toString('hex'),
    'X-B3-SpanId': randomBytes(8).toString('hex'),
    ...answer.headers,
  });
  if (dripMs !== undefined && request.method !== 'HEAD') await drip(response, bytes, dripMs);
  else response.end(bytes);
}

/** Larger than any letter (5 MiB) or file (3 MiB) request. */
const LARGEST_BODY_BYTES = 16 * 1024 * 1024;

/** The whole body, or undefined if it is larger than anything that Notify takes. */
export async function readRequest(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  return size > LARGEST_BODY_BYTES ? undefined : Buffer.concat(chunks);
}
