import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-hold-over.v1',
  what: 'What blocked a notice has ended by its date alone: its matter is decided for again.',
  emitters: ['reconcile-notices'],
  consumers: ['plan-notices'],
} satisfies Contract;
