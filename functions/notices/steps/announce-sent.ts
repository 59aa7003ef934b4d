import type { Publish } from '../../shared/publish.ts';
import { capOf, type NoticeTypeEntry } from '../catalogue/types.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { claimOn } from '../notice/claim.ts';
import type { Channel, Notice } from '../notice/notice.ts';
import { ON_TIME_MS } from '../notice/timing.ts';
import type { NoticeStore } from '../store/ports.ts';
import { announcement } from './announce.ts';

type Needs = { store: NoticeStore; publish: Publish; council: string; catalogue: Catalogue };

/**
 * What follows once a notice is accepted: its address is kept for the week from when it was sent (S15), and it is told of.
 * May be repeated.
 */
export async function announceSent(
  { store, publish, council, catalogue }: Needs,
  notice: Notice,
  channel: Channel = notice.channel,
): Promise<void> {
  const attempt = notice.attempts[channel];
  if (!attempt) return;
  // The sender that posted it may have died, and a receipt be all that is known.
  const at = attempt.posted_at ?? attempt.claimed_at ?? notice.claimed_at ?? notice.planned_at;
  const { cap } = catalogue.entry(notice.type);
  if (cap !== null && !wentOnTime(notice, at)) {
    const until = at + (capOf({ cap }) ?? 0);
    await store.takeAddress(claimOn(cap, attempt.address, at), notice, until, at);
  }
  if (channel === 'sms' && asksForAnswer(catalogue.entry(notice.type)))
    await store.noteQuestion(attempt.address, { notice: notice.id, at });
  const served = attempt.served ? [announcement('served', notice, { council, at, channel })] : [];
  await publish([announcement('sent', notice, { council, at, channel }), ...served]);
}

const asksForAnswer = ({ wordings }: Pick<NoticeTypeEntry, 'wordings'>): boolean =>
  wordings.some(({ invites_reply }) => invites_reply);

/** For a function that comes after one that may have died before it told: every channel by which Notify took the notice. */
export async function announceAllSent(deps: Needs, notice: Notice): Promise<void> {
  for (const [channel, { outcome }] of Object.entries(notice.attempts))
    if (outcome && outcome !== 'refused') await announceSent(deps, notice, channel as Channel);
}

/** Sent as it was planned first: then its planning has taken the address for long enough. */
const wentOnTime = ({ times_planned, planned_at, due_at }: Notice, at: number): boolean =>
  times_planned === 1 && at <= Math.max(planned_at, due_at) + ON_TIME_MS;
