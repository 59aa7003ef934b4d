import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-expired.v1',
  what: 'A notice was dropped, as its pay-by date had passed before it could go.',
  emitters: ['plan-notices', 'release-notices', 'send-notices'],
  consumers: ['record-facts'],
} satisfies Contract;
