import type { Channel, Notice } from '../../functions/notices/notice/notice.ts';
import type { Key } from '../../functions/shared/ids.ts';
import type { Seen, Stopper } from './seen.ts';

const concerns = ({ stops }: Stopper, notice: Notice, channel: Channel, to?: Key) =>
  (stops.account === undefined || stops.account === notice.about.account) &&
  (stops.person === undefined || stops.person === notice.person) &&
  (stops.address === undefined || stops.address === (to ?? notice.address)) &&
  (stops.channel === undefined || stops.channel === channel);

/** None goes out that a fact in the register before its claim should have stopped; one that crossed is on record. */
export function stopped(notice: Notice, { messages, posts, stoppers, stops, world }: Seen): string[] {
  const wrong: string[] = [];
  const changed = new Set((world.extracts[1]?.debts ?? []).flatMap(({ rows }) => rows.map(({ person }) => person)));
  for (const message of messages.filter(({ reference }) => reference.startsWith(`${notice.id}.`))) {
    const { reference, stored_at } = message;
    const post = posts.findLast((each) => each.reference === reference && each.at <= stored_at);
    const claimed_at = post?.notice.claimed_at;
    if (!post || !claimed_at) {
      wrong.push(`${reference} went out without a claim`);
      continue;
    }
    if (stops.some(({ from, until }) => from < claimed_at && post.at < until))
      wrong.push(`${reference} went out while sending was stopped`);
    for (const stopper of stoppers) {
      if (!concerns(stopper, notice, post.notice.channel, post.notice.address)) continue;
      const fact_at = stopper.stored_at;
      const ended_at = stopper.ended_at ?? Number.POSITIVE_INFINITY;
      if (fact_at < claimed_at && post.at < ended_at)
        wrong.push(
          `${reference} went out though ${stopper.what} was known ${claimed_at - fact_at} ms before its claim`,
        );
      // A hold that was taken back may be gone before a worker could note it; a later extract is no fact that stops.
      const noted = notice.crossed.some((each) => each.fact_at === fact_at && each.claimed_at === claimed_at);
      const crossed = fact_at >= claimed_at && fact_at <= post.at && stopper.ended_at === undefined;
      // Nor does the register tie a reply to a debt whose later extract has another number.
      if (stopper.stops.address && changed.has(notice.person)) continue;
      if (crossed && stopper.stops.code !== '' && !noted)
        wrong.push(`${stopper.what} crossed ${reference}, and nothing says so`);
    }
  }
  return wrong;
}

/** Whoever has an email hears by it when no text can reach them, unless anything known of them stops it. */
export function wentOn(notice: Notice, { stoppers, world }: Seen): string[] {
  const { id, state, person, attempts } = notice;
  const failed = attempts.sms?.outcome === 'failed' || attempts.sms?.outcome === 'refused';
  const rows = world.extracts.flatMap(({ debts }) => debts.flatMap((debt) => debt.rows));
  const mayBe = rows
    .filter((row) => row.person === person)
    .every((row) => row.contacts.email?.to && row.stage_code === 'REM1');
  const stops = stoppers.some((stopper) => concerns(stopper, notice, 'email'));
  const wrong = state === 'exhausted' && failed && !attempts.email && mayBe && !stops;
  return wrong ? [`${id} was not sent by email when its text failed`] : [];
}
