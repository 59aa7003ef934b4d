import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-blocked.v1',
  what: 'A notice was stopped by one or more codes before it was sent.',
  emitters: ['plan-notices', 'release-notices', 'send-notices'],
  consumers: ['record-facts'],
} satisfies Contract;
