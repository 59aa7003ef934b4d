import type { CloudEvent } from '../../contracts/envelope.ts';
import { digest } from '../shared/ids.ts';
import type { Channel, Notice } from './notice.ts';

/** What can be announced of a notice: `council.notices.notice-<this>.v1`. */
export type Announcement = 'planned' | 'blocked' | 'sent' | 'delivered' | 'failed' | 'expired' | 'cancelled';

/**
 * The event that tells of a notice. Its id is derived from what it tells, so that telling it again is harmless.
 * @param about.at when it became so, milliseconds
 * @param about.channel the channel it is about, where that is not the notice's present one
 * @param about.detail Notify's own status or error name
 */
export function announcement(
  what: Announcement,
  notice: Notice,
  about: { council: string; at: number; channel?: Channel; detail?: string },
): CloudEvent {
  const channel = about.channel ?? notice.channel;
  const time = new Date(about.at).toISOString();
  return {
    specversion: '1.0',
    id: digest(
      'notice',
      what,
      notice.id,
      notice.run,
      channel,
      ['sent', 'delivered', 'failed'].includes(what) ? '' : String(notice.version),
    ),
    source: 'council.notices',
    type: `council.notices.notice-${what}.v1`,
    time,
    subject: notice.id,
    datacontenttype: 'application/json',
    council: about.council,
    dataclassification: 'personal',
    data: {
      notice: notice.id,
      notice_type: notice.type,
      account_ref: notice.account,
      person_ref: notice.person,
      bill_year: notice.bill_year,
      extract_id: notice.run,
      channel,
      variant: notice.variant,
      address: notice.address,
      codes: notice.codes,
      reason: notice.reason ?? about.detail,
      due_at: new Date(notice.due_at).toISOString(),
      at: time,
    },
  };
}
