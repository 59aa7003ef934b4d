import type { Publish } from '../shared/publish.ts';
import { announcement } from './announce.ts';
import { noticeTypes } from './catalogue/catalogue.ts';
import type { Notice } from './notice.ts';
import type { NoticeStore } from './store.ts';
import { ON_TIME_MS } from './timing.ts';

const HOUR_MS = 3_600_000;

/**
 * What follows once a notice is accepted: its address is kept for the week from when it was sent (S15), and it is told of.
 * May be repeated.
 */
export async function announceSent(
  { store, publish, council }: { store: NoticeStore; publish: Publish; council: string },
  notice: Notice,
): Promise<void> {
  const attempt = notice.attempts[notice.channel];
  if (!attempt) return;
  const at = attempt.posted_at ?? notice.planned_at;
  if (!wentOnTime(notice, at)) {
    const until = at + noticeTypes[notice.type].one_per_address_hours * HOUR_MS;
    await store.takeAddress(attempt.address, notice, until, at);
  }
  await publish([announcement('sent', notice, { council, at })]);
}

/** Sent as it was planned first: then its planning has taken the address for long enough. */
const wentOnTime = ({ release, planned_at, due_at }: Notice, at: number): boolean =>
  release === 1 && at <= Math.max(planned_at, due_at) + ON_TIME_MS;
