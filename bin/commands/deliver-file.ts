import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, LARGEST_BODY_BYTES, type Receipt } from '../../contracts/files/receipt.ts';
import { clean } from './print.ts';
import { Failed } from './trouble.ts';

export type Place = { url: URL; token: (source: string) => string };

/** A row that was refused, as its receipt's report has it, without the row itself. */
type RejectedRow = { line: number; column: string | null; text: string };

export type Delivered = {
  file: string;
  layout: string;
  sha256: string;
  /** Null where none came in time. */
  receipt: Receipt | null;
  rejects: RejectedRow[];
  /** Seconds. */
  waited: number;
};

type Job = { file: string; layout: string; source: string; waitSeconds: number };

/** So many rows are said; their sender has the file, and the report has them all. */
const REJECTS_SAID = 20;

/**
 * Delivers one file as its source and waits for its receipt. Whatever fails on the way is tried again: the same bytes under the same
 * name are one delivery.
 * @throws Failed with what the door says of a file that it will not take.
 */
export async function deliver(place: Place, { file, layout, source, waitSeconds }: Job): Promise<Delivered> {
  const { size, sha256 } = await look(file);
  const token = place.token(source);
  const base = `${place.url.href.replace(/\/+$/, '')}/files/${encodeURIComponent(layout)}/`;
  const path = `${base}${encodeURIComponent(basename(file))}`;
  const authorization = `Bearer ${token}`;
  if (size > LARGEST_BODY_BYTES) await putApart({ path, authorization, file, size, sha256 });
  else {
    const headers = { authorization, 'content-type': 'application/octet-stream' };
    const bytes = await readFile(file);
    await call(`${path}?sha256=${sha256}`, () => ({ method: 'PUT', headers, body: bytes }));
  }
  const begun = Date.now();
  for (;;) {
    const waited = Math.round((Date.now() - begun) / 1000);
    const told = await call(`${path}?sha256=${sha256}`, () => ({ headers: { authorization } }));
    const { state, outcome, rejects } = told as { state: string; outcome?: Receipt; rejects?: Address | null };
    if (state === 'imported' && outcome) {
      const rows = rejects ? await rejectsAt(rejects) : [];
      return { file, layout, sha256, receipt: outcome, rejects: rows, waited };
    }
    if (waited >= waitSeconds) return { file, layout, sha256, receipt: null, rejects: [], waited };
    await sleep(Math.min(5_000, 500 + waited * 100));
  }
}

async function look(file: string): Promise<{ size: number; sha256: string }> {
  try {
    const { size } = await stat(file);
    const hash = createHash('sha256');
    for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
    return { size, sha256: hash.digest('hex') };
  } catch (error) {
    throw new Failed(`${clean(file)} cannot be read (${(error as NodeJS.ErrnoException).code}). Check its name.`);
  }
}

type Large = { path: string; authorization: string; file: string; size: number; sha256: string };

/** A large file goes to an address of its own. */
async function putApart({ path, authorization, file, size, sha256 }: Large): Promise<void> {
  const body = JSON.stringify({ bytes: size, sha256 });
  const headers = { authorization, 'content-type': 'application/json' };
  const { upload } = (await call(path, () => ({ method: 'POST', headers, body }))) as { upload: Address | null };
  if (!upload) return; // it is there
  await call(
    upload.url,
    () => ({
      method: upload.method,
      headers: { ...upload.headers, 'content-length': String(size) },
      body: Readable.toWeb(createReadStream(file)) as ReadableStream,
      duplex: 'half',
    }),
    [412], // it came by another try meanwhile
  );
}

async function rejectsAt({ url, headers }: Address): Promise<RejectedRow[]> {
  const all = (await call(url, () => ({ headers }))) as RejectedRow[];
  return all.slice(0, REJECTS_SAID).map(({ line, column, text }) => ({ line, column, text }));
}

const PAUSES_MS = [1_000, 4_000, 15_000, 60_000];
/** Ten minutes for what is on its way: 2 GB over a line of 30 Mbit. */
const TIMEOUT_MS = 600_000;

/** One call, made again after what passes by itself. @throws Failed */
async function call(
  url: string,
  request: () => RequestInit & { duplex?: 'half' },
  fine: number[] = [],
): Promise<unknown> {
  for (const [i, pause] of [...PAUSES_MS, null].entries()) {
    const last = await once(url, request(), fine);
    if ('answer' in last) return last.answer;
    if (pause === null || !last.again) throw new Failed(`${last.why}${i > 0 ? ` Tried ${i + 1} times.` : ''}`);
    await sleep(pause);
  }
}

async function once(
  url: string,
  request: RequestInit,
  fine: number[],
): Promise<{ answer: unknown } | { why: string; again: boolean }> {
  const { origin } = new URL(url);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    return { why: `${origin} does not answer${code ? ` (${code})` : ''}.`, again: true };
  }
  const { status } = response;
  if (status < 300 || fine.includes(status)) return { answer: json(text) };
  const { message } = (json(text) ?? {}) as { message?: string };
  const why = message ? clean(message) : `${origin} answered ${status}.`;
  return { why, again: status === 429 || status >= 500 };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
