import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-sent.v1',
  what: 'GOV.UK Notify took a notice.',
  emitters: ['send-notices', 'reconcile-notices'],
  consumers: ['record-facts'],
} satisfies Contract;
