import type { Code } from '../../../contracts/codes.ts';
import { type Notice, UNCLAIMED } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import type { Deps } from './deps.ts';

const UNSENT = { ...UNCLAIMED, uncertain_since: null, asked: 0 };

/**
 * Where a notice goes whose channel failed: planned on the next one if the rules of the moment allow, else exhausted. It
 * is still the same notice, so HOUSEHOLD and S15 are not asked again (format page, section 7). A statutory document for which
 * no way is left, or that would come too late by law, waits for an officer.
 * @param notice in state `failed` or `refused`, not necessarily written
 * @returns the notice to write in its place, with one version more than the one that is stored.
 */
export async function goOn(
  deps: Pick<Deps, 'lookAtNextChannel' | 'now' | 'catalogue'>,
  notice: Notice,
): Promise<Notice> {
  const at = deps.now();
  const stored = notice.state === 'failed' ? notice.version - 1 : notice.version;
  const as = (next: Notice): Notice => ({ ...next, version: stored + 1 });
  if (notice.channel === 'letter') return as(waitsForOfficer(notice, at));
  const found = await deps.lookAtNextChannel(notice, at);
  if (found?.kind === 'go' || found?.kind === 'wait') {
    const due_at = found.kind === 'wait' ? found.due_at : at;
    const { channel, address, variant, served } = found.recipient;
    const changes = { ...UNSENT, attempts: keepClaim(notice), due_at, channel, address, variant, ...served };
    return as(become(notice, 'planned', { at, by: 'track-notices', reason: 'next-channel' }, changes));
  }
  const codes = found?.kind === 'blocked' ? { codes: found.codes } : {};
  const held = found?.kind === 'blocked' ? found.reason : undefined;
  if (deps.catalogue.entry(notice.type).duty === 'statutory')
    return as(waitsForOfficer({ ...notice, ...(held && { reason: held }) }, at, codes.codes));
  const reason = held ?? found?.kind ?? 'no-further-channel';
  return as(become(notice, 'exhausted', { at, by: 'track-notices', reason, ...codes }));
}

/** There is no other way: an officer sees what Notify or the law says of it, and ends it when its source has made another. */
const waitsForOfficer = (notice: Notice, at: number, codes: Code[] = []): Notice => {
  const { reason, detail } = notice;
  const because = { ...(reason && { reason }), ...(detail && { detail }) };
  return become(notice, 'set-aside', { at, by: 'track-notices', ...because, codes }, UNCLAIMED);
};

/** The next channel has a claim of its own; what crossed this one may only be told of later. */
function keepClaim({ attempts, channel, claimed_at }: Notice): Notice['attempts'] {
  const attempt = attempts[channel];
  return attempt && claimed_at !== null ? { ...attempts, [channel]: { ...attempt, claimed_at } } : attempts;
}
