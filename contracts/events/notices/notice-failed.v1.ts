import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-failed.v1',
  what: 'A notice failed for good on a channel.',
  emitters: ['track-notices', 'reconcile-notices'],
  consumers: ['record-facts'],
} satisfies Contract;
