import type { ReturnedMessage } from '../../shared/notify/receipt.ts';
import { namedBy } from '../../shared/notify/reference.ts';
import { done, duplicate, type Outcome, rejected, retry } from '../../shared/outcome.ts';
import { withStep } from '../notice/history.ts';
import type { Attempt, Notice, Step } from '../notice/notice.ts';
import type { Deps } from './deps.ts';

const BY = 'track-notices';
const RETURNED = 'letter-returned';

/** That it came back may be told before Notify has been asked whether it was printed. */
export const cameBack = ({ history }: Pick<Notice, 'history'>): boolean =>
  history.some(({ reason }) => reason === RETURNED);

/**
 * A letter came back, weeks after it was printed and posted. Its address is of no use any more until it is told anew, and its
 * notice says so. Notify changes no status for it.
 */
export async function letterReturned(deps: Deps, message: ReturnedMessage): Promise<Outcome> {
  const { store, now } = deps;
  const named = namedBy(message.reference);
  const notice = named?.channel === 'letter' ? await store.get(named.id) : null;
  const attempt = notice?.attempts.letter;
  if (!notice || !attempt) return rejected('unknown-reference');
  await markAddress(deps, { notice, attempt, message });
  if (cameBack(notice)) return duplicate;
  const { state } = notice;
  const step: Step = { at: now(), state, by: BY, reason: RETURNED, facts_at: message.returned_at };
  const next: Notice = {
    ...notice,
    ...(state === 'delivered' && { reason: RETURNED }),
    history: withStep(notice.history, step),
    version: notice.version + 1,
  };
  return (await store.put(next)) ? done : retry('moved-meanwhile');
}

/** Only if it is still the one that its person is written to at: they may have told another since. */
async function markAddress(
  { register }: Deps,
  { notice, attempt, message }: { notice: Notice; attempt: Attempt; message: ReturnedMessage },
): Promise<void> {
  const view = await register.matter(notice.about);
  const post = view?.people.get(notice.person)?.contacts.post;
  if (post?.to == null || post.address !== attempt.address) return;
  const { returned_at, source } = message;
  await register.fact({
    kind: 'contact',
    subject: { person: notice.person },
    channel: 'post',
    source: `${source}/${RETURNED}`, // its own order: what else the source tells of contacts it may number
    at: returned_at,
    instant: returned_at,
    value: { to: null, status: 'failed', changed_at: returned_at, speaks_of: attempt.address },
  });
}
