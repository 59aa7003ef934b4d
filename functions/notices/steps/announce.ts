import { busEvent } from '../../../contracts/bus-event.ts';
import type { CloudEvent } from '../../../contracts/envelope.ts';
import { contract as blocked } from '../../../contracts/events/notices/notice-blocked.v1.ts';
import { contract as cancelled } from '../../../contracts/events/notices/notice-cancelled.v1.ts';
import { contract as delivered } from '../../../contracts/events/notices/notice-delivered.v1.ts';
import { contract as expired } from '../../../contracts/events/notices/notice-expired.v1.ts';
import { contract as failed } from '../../../contracts/events/notices/notice-failed.v1.ts';
import { contract as holdOver } from '../../../contracts/events/notices/notice-hold-over.v1.ts';
import { contract as madeWay } from '../../../contracts/events/notices/notice-made-way.v1.ts';
import { contract as planned } from '../../../contracts/events/notices/notice-planned.v1.ts';
import { contract as sent } from '../../../contracts/events/notices/notice-sent.v1.ts';
import { contract as served } from '../../../contracts/events/notices/notice-served.v1.ts';
import type { Reason } from '../../../contracts/reasons.ts';
import { digest } from '../../shared/ids.ts';
import type { Attempt, Channel, Notice } from '../notice/notice.ts';

const CONTRACTS = {
  planned,
  blocked,
  sent,
  served,
  delivered,
  failed,
  expired,
  cancelled,
  'made-way': madeWay,
  'hold-over': holdOver,
};

/** What can be announced of a notice: `council.notices.notice-<this>.v1`. */
export type Announcement = keyof typeof CONTRACTS;

// These happen once on each channel of a run; the others may come again when it is planned again.
const ONCE: readonly Announcement[] = ['sent', 'served', 'delivered', 'failed'];

/**
 * The event that tells of a notice. Its id is derived from what it tells, so that telling it again is harmless.
 * @param about.at when it became so, milliseconds
 * @param about.channel the channel it is about, where that is not the notice's present one
 * @param about.reason why it is so, where that is not what the notice itself says; with Notify's own word for it
 * @param about.id where the id shall not follow from where the notice is by now
 * @throws Error if it breaks its contract
 */
export function announcement(
  what: Announcement,
  notice: Notice,
  about: { council: string; at: number; channel?: Channel; reason?: Reason; detail?: string; id?: string },
): CloudEvent {
  const { id, run } = notice;
  const channel = about.channel ?? notice.channel;
  const attempt = notice.attempts[channel];
  const address = attempt?.address ?? notice.address;
  return busEvent(CONTRACTS[what], {
    id: about.id ?? digest('notice', what, id, run, channel, ONCE.includes(what) ? '' : String(notice.version)),
    capability: 'notices',
    council: about.council,
    time: about.at,
    subject: id,
    sequence: String(notice.version),
    data: {
      notice: id,
      notice_type: notice.type,
      about: { kind: notice.about.kind, matter: notice.about.id },
      account_ref: notice.about.account,
      person_ref: notice.person,
      bill_year: notice.about.bill_year,
      run,
      variant: notice.variant,
      codes: notice.codes,
      reason: about.reason ?? notice.reason ?? undefined,
      detail: about.detail ?? notice.detail,
      due_at: new Date(notice.due_at).toISOString(),
      at: new Date(about.at).toISOString(),
      // A person without any address has none to tell of, and no channel.
      ...(address && { channel, address }),
      ...(what === 'served' && { ...attempt?.served, act_by: notice.act_by ?? undefined }),
      ...(ONCE.includes(what) && attempt && performanceOf(what, notice, { ...about, channel, attempt })),
    },
  });
}

const SECOND_MS = 1000;

/** What the published figures need to know of an attempt: what it is billed as, how long it took, and if it was the first. */
function performanceOf(
  what: Announcement,
  { attempts }: Notice,
  { at, channel, attempt }: { at: number; channel: Channel; attempt: Attempt },
) {
  const { fragments, posted_at, cost_pence } = attempt;
  const others = Object.entries(attempts).filter(([each]) => each !== channel);
  const fallback = others.some(([, { outcome }]) => outcome === 'failed' || outcome === 'refused');
  return {
    ...(what === 'sent' && fragments !== undefined && { fragments }),
    ...(what === 'delivered' && cost_pence !== undefined && { cost_pence }),
    ...(what === 'delivered' &&
      posted_at !== undefined && { seconds: Math.max(0, Math.round((at - posted_at) / SECOND_MS)) }),
    ...(fallback && { fallback }),
  };
}
