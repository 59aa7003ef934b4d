import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-served.v1',
  what: 'A statutory document was sent: when the law counts it as issued and as served.',
  emitters: ['send-notices', 'reconcile-notices', 'track-notices'],
  consumers: ['record-facts'],
} satisfies Contract;
