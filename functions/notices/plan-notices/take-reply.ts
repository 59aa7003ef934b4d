import { busEvent } from '../../../contracts/bus-event.ts';
import { contract as requestReopened } from '../../../contracts/events/requests/request-reopened.v1.ts';
import { addDays, londonDate } from '../../shared/calendar/london.ts';
import type { Key } from '../../shared/ids.ts';
import { done, type Outcome } from '../../shared/outcome.ts';
import type { Notice, Reply } from '../notice/notice.ts';
import { contextAt } from '../rules/context.ts';
import { standingOf } from '../rules/look-again.ts';
import type { Deps } from './deps.ts';
import { stopWhatIsWaiting } from './heed-fact.ts';

type Told = { reply: Omit<Reply, 'notice' | 'about'>; receiveCount: number };

/** So many days after a text asked for an answer, one counts. */
const ANSWER_WITHIN_DAYS = 5;

/**
 * Someone answered a text: officers are to see that there is a reply and about which notice, STOP and WRONG stop what still
 * waits, and NO opens a closed request again. A NO is about the last text that asked for an answer, any other reply about the
 * notice that went to its number last. One that comes again stays as it was first kept.
 */
export async function takeReply(deps: Deps, { reply, receiveCount }: Told): Promise<Outcome> {
  const { store } = deps;
  const answered = reply.word === 'NO' ? await answeredBy(deps, reply) : null;
  const found = answered ?? (await store.lastHolder(reply.address));
  const notice = found && (await store.get(found));
  await store.keepReply({ ...reply, notice: notice?.id ?? null, about: notice?.about ?? null });
  if (answered && notice) await reopen(deps, notice, reply);
  const stops = reply.word === 'STOP' || reply.word === 'WRONG';
  return stops ? stopWhatIsWaiting(deps, { subject: { address: reply.address }, receiveCount }) : done;
}

/** The notice whose question it answers, if it comes in time. */
async function answeredBy({ store }: Deps, { address, at }: Pick<Reply, 'address' | 'at'>): Promise<Key | null> {
  const question = await store.questionTo(address);
  if (!question || at < question.at) return null;
  const last = addDays(londonDate(question.at), ANSWER_WITHIN_DAYS);
  return londonDate(at) <= last ? question.notice : null;
}

/** Unless it has gone on since. Told once for each text, however often that is answered. */
async function reopen(deps: Deps, notice: Notice, { at }: Pick<Reply, 'at'>): Promise<void> {
  const { register, publish, council, key, now } = deps;
  const { about } = notice;
  if (about.kind !== 'request') return;
  if (!standingOf(notice, await register.matter(about), contextAt(now(), deps))) return;
  await publish([
    busEvent(requestReopened, {
      id: key('event', 'request-reopened', notice.id),
      capability: 'notices',
      council,
      time: at,
      subject: about.id,
      sequence: String(at),
      data: { request_ref: about.id, notice: notice.id, replied_at: new Date(at).toISOString() },
    }),
  ]);
}
