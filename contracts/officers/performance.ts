import * as z from 'zod';
import type { Channel } from '../channels.ts';
import type { ReasonClass } from '../reasons.ts';

type ContactChannel = 'telephone' | 'face_to_face' | 'email' | 'self_serve' | 'sms' | 'post';

/** `GET /officers/today`: counts of one London day as they come in, neither settled nor protected, so for officers and not for publication. */
export type TodayView = {
  day: string;
  /** Sorted by service and channel. The service `all` is the council's own total. */
  contacts: { service: string; channel: ContactChannel; contacts: number }[];
  /** `mean` of scores from 1 to 5; null without answers. */
  satisfaction: { answers: number; mean: number | null };
  /** One that was sent and delivered stands under both. */
  notices: { notice_type: string; channel: Channel; sent: number; delivered: number; failed: number }[];
  /** By their last step of the day: one that was held and sent after all is not among them. The most first. */
  notices_not_sent: { reason_class: ReasonClass; notices: number }[];
};

/** `POST /officers/publish`: the London day up to which facts count; yesterday where none is given. */
export const publicationAsked = z.strictObject({ as_of: z.iso.date().optional() });
export type PublicationAsked = z.input<typeof publicationAsked>;

/** What was asked of publish-datasets. */
export type AskedView = { as_of: string };
