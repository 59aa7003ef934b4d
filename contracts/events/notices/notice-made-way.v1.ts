import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-made-way.v1',
  what: 'A notice ended unsent, or goes to another address: whoever was blocked because of it is decided for again.',
  emitters: ['plan-notices', 'release-notices', 'send-notices', 'reconcile-notices'],
  consumers: ['plan-notices'],
} satisfies Contract;
