import type { Now } from '../../shared/clock.ts';
import type { Catalogue } from '../families/catalogue.ts';
import type { Notice } from '../notice/notice.ts';
import { become } from '../notice/transition.ts';
import type { NoticeStore } from '../store/ports.ts';
import { enterAndPut, toRelease } from './agenda.ts';
import { putStop } from './stop-unsent.ts';

type Needs = { store: Pick<NoticeStore, 'enter' | 'put'>; now: Now; catalogue: Catalogue };

/** The officer who decides, and why. */
type Word = { officer: string; note: string };

/** An officer has seen what was the matter: it is due at once, and looked at again like any other. */
export async function letGoOn({ store, now, catalogue }: Needs, notice: Notice, word: Word): Promise<Notice | null> {
  const at = now();
  const planned = become(
    notice,
    'planned',
    { at, by: word.officer, reason: 'officer-let-go', note: word.note },
    { due_at: at },
  );
  return (await enterAndPut(store, planned, toRelease(catalogue, planned, at))) ? planned : null;
}

/** Notify took it the way it went and did not send it, or would not take it: it has failed, and why is known. */
const hasFailed = ({ attempts, channel }: Notice): boolean => {
  const outcome = attempts[channel]?.outcome;
  return outcome === 'failed' || outcome === 'refused';
};

/**
 * An officer ends it for good. What Notify has failed with counts as failed, for the reason for which it was set aside; that was
 * told when it failed. Anything else is cancelled: its address is given back, and it is told of, when reconcile-notices next makes
 * sure.
 */
export async function endForGood(needs: Needs, notice: Notice, { officer, note }: Word): Promise<Notice | null> {
  if (!hasFailed(notice))
    return putStop(needs, notice, { found: { kind: 'cancelled', reason: 'officer-ended' }, by: officer, note });
  const { reason, detail, codes } = notice;
  const because = { codes, ...(reason && { reason }), ...(detail && { detail }) };
  const ended = become(notice, 'exhausted', { at: needs.now(), by: officer, ...because, note });
  return (await needs.store.put(ended)) ? ended : null;
}
