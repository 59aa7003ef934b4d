import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-cancelled.v1',
  what: 'A notice was dropped, as the reason for it had ended.',
  emitters: ['plan-notices', 'release-notices', 'send-notices'],
  consumers: ['record-facts'],
} satisfies Contract;
