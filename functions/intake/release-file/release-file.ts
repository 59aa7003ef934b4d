import { type FileReleasedView, fileReleased } from '../../../contracts/officers/files.ts';
import { callerOf } from '../../shared/bearer.ts';
import { withoutBom } from '../../shared/bom.ts';
import { type Answer, problem } from '../../shared/http/answer.ts';
import type { Request } from '../../shared/http/request.ts';
import { parseJson } from '../../shared/json.ts';
import type { Deps } from './deps.ts';

/**
 * Lets a snapshot in that lost too many records and is held: `POST /officers/files/release`. It is read again and compared with the
 * last one that was taken, which must be the one it was held against.
 */
export async function releaseFile(deps: Deps, request: Request): Promise<Answer> {
  const officer = await callerOf(deps.officers, request.authorization);
  if (officer === null) {
    const message = "Send an officer's token: Authorization: Bearer TOKEN.";
    return { ...problem(401, 'not-allowed', message), headers: { 'www-authenticate': 'Bearer' } };
  }
  const json = parseJson(withoutBom(request.body ?? ''));
  const asked = fileReleased.safeParse(json.ok ? json.value : null);
  if (!asked.success) {
    const pointer = `/${asked.error.issues[0]?.path.join('/') ?? ''}`;
    return problem(400, 'bad-body', 'Send {"file": "NAME", "by": "NAME", "reason": "TEXT"}.', pointer);
  }
  const { file, by, reason } = asked.data;
  const held = await deps.table.heldSnapshot(file);
  if (held === null) return problem(404, 'not-held', 'No snapshot of this name is held.');
  const last = await deps.table.lastSnapshot(held.layout);
  if (held.against !== (last?.number ?? 0)) {
    const message = 'A snapshot was taken after it: it can no longer be released. The next one is compared with that.';
    return problem(409, 'no-longer-held', message);
  }
  const { layout, lost, of, object } = held;
  const { bucket, key, version_id, etag } = object;
  deps.record('snapshot-released', { officer, by, reason, layout, lost, of });
  await deps.wake({
    released: true,
    detail: {
      bucket: { name: bucket },
      object: { key, etag, ...(version_id !== null && { 'version-id': version_id }) },
    },
  });
  return { status: 202, body: { file, layout, lost, of } satisfies FileReleasedView };
}
