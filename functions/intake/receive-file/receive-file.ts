import * as z from 'zod';
import { LARGEST_BODY_BYTES } from '../../../contracts/files/receipt.ts';
import { callerOf } from '../../shared/bearer.ts';
import { type Answer, ok, problem, Refused, refusal } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { parseJson } from '../../shared/json.ts';
import type { Deps } from './deps.ts';
import { checkName, checkSum, keyOf, sha256Of } from './file-named.ts';
import type { Sha256 } from './ports.ts';

/** What S3 takes in one call (S3 quotas). */
const LARGEST_FILE_BYTES = 5_000_000_000;

type Named = { layout: string; name: string; key: (sha256: Sha256) => string };

/**
 * Takes a nightly file of a back office that has no AWS credentials. The answer to the same bytes under the same name is the same,
 * however often they come.
 * @throws whatever S3 throws: the caller answers 503, and the sender sends the file again.
 */
export async function receiveFile(deps: Deps, request: Request): Promise<Answer> {
  try {
    const named = await fileOf(deps, request);
    if (request.method === 'PUT') return await take(deps, named, request);
    if (request.method === 'POST') return await offerAddress(deps, named, request);
    return await tellOf(deps, named, request);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

async function fileOf({ tokens, sources }: Deps, { authorization, parameters }: Request): Promise<Named> {
  const caller = await callerOf(tokens, authorization);
  if (caller === null) {
    const unknown = refusal(401, 'unknown-token', 'Send the bearer token of a source that this council knows.');
    throw new Refused({ ...unknown, headers: { 'www-authenticate': 'Bearer' } });
  }
  const { layout = '', name = '' } = parameters;
  const theirs = Object.keys(sources).filter((each) => sources[each] === caller);
  if (!theirs.includes(layout)) {
    const may = theirs.length === 0 ? 'it sends no files' : `it may send ${theirs.join(', ')}`;
    throw new Refused(problem(403, 'wrong-layout', `This source does not send files of that layout: ${may}.`));
  }
  const checked = checkName(name);
  return { layout, name: checked, key: (sha256) => keyOf(caller, layout, sha256, checked) };
}

async function take({ deliveries }: Deps, named: Named, { bytes, query }: Request): Promise<Answer> {
  if (bytes === null) {
    const message = 'Send the bytes of the file as content-type application/octet-stream: as text they may be changed.';
    return problem(415, 'wrong-content-type', message);
  }
  if (bytes.length > LARGEST_BODY_BYTES) return tooLarge;
  if (bytes.length === 0) return problem(400, 'empty', 'There is no file in the body. It may have been cut off.');
  const sha256 = sha256Of(bytes);
  if (query['sha256'] !== undefined && checkSum(query['sha256'], 'sha256') !== sha256)
    return problem(400, 'other-bytes', 'The bytes that came are not those of sha256: send the file again.', '/sha256');
  await deliveries.put(named.key(sha256), bytes, sha256);
  return { status: 202, body: taken(named, sha256) };
}

const tooLarge = problem(
  413,
  'too-large',
  `A file over ${LARGEST_BODY_BYTES / 1e6} MB goes to an address of its own: POST { "bytes": …, "sha256": … } to the same path, and PUT it where the answer says.`,
);

const largeFile = z.object({ bytes: z.int().min(1).max(LARGEST_FILE_BYTES), sha256: z.string() });

async function offerAddress({ deliveries }: Deps, named: Named, { body }: Request): Promise<Answer> {
  const json = parseJson(body ?? '');
  const read = largeFile.safeParse(json.ok ? json.value : null);
  if (!read.success) {
    const message = `Send { "bytes": the length of the file, 1 to ${LARGEST_FILE_BYTES}, "sha256": its sum } as JSON.`;
    return problem(400, 'wrong-body', message);
  }
  const sha256 = checkSum(read.data.sha256, 'sha256');
  const key = named.key(sha256);
  const { file } = await deliveries.found(key);
  const upload = file ? null : await deliveries.uploadAddress(key, sha256);
  return ok({ ...taken(named, sha256), upload });
}

/** Where its sender learns what became of it. */
const taken = ({ layout, name }: Named, sha256: Sha256) => ({
  layout,
  name,
  sha256,
  receipt: `/files/${layout}/${encodeURIComponent(name)}?sha256=${sha256}`,
});

async function tellOf({ deliveries }: Deps, named: Named, { query }: Request): Promise<Answer> {
  const sha256 = checkSum(query['sha256'], 'sha256 in the query');
  const key = named.key(sha256);
  const { file, receipt } = await deliveries.found(key);
  const told = taken(named, sha256);
  if (receipt) {
    const written = await deliveries.receipt(key);
    const rejects = written.rejected > 0 ? await deliveries.rejectsAddress(key) : null;
    return ok({ ...told, state: 'imported', outcome: written, rejects });
  }
  if (file) return { status: 202, body: { ...told, state: 'waiting' }, headers: { 'retry-after': '5' } };
  return problem(404, 'not-delivered', 'No file of this name with these bytes has come in the last 14 days.');
}
