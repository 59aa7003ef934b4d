import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-delivered.v1',
  what: 'A notice reached its address.',
  emitters: ['track-notices', 'reconcile-notices'],
  consumers: ['record-facts'],
} satisfies Contract;
