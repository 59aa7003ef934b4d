import { done, type Outcome } from '../../shared/outcome.ts';
import type { Reply } from '../notice/notice.ts';
import type { Deps } from './deps.ts';
import { stopWhatIsWaiting } from './heed-fact.ts';

type Told = { reply: Omit<Reply, 'notice' | 'about'>; receiveCount: number };

/**
 * Someone answered a text: officers are to see that there is a reply and about which notice, and STOP and WRONG stop what
 * still waits. A reply is about the notice that went to its number last. One that comes again stays as it was first kept.
 */
export async function takeReply(deps: Deps, { reply, receiveCount }: Told): Promise<Outcome> {
  const { store } = deps;
  const holder = await store.lastHolder(reply.address);
  const notice = holder && (await store.get(holder));
  await store.keepReply({ ...reply, notice: notice?.id ?? null, about: notice?.about ?? null });
  const stops = reply.word === 'STOP' || reply.word === 'WRONG';
  return stops ? stopWhatIsWaiting(deps, { subject: { address: reply.address }, receiveCount }) : done;
}
