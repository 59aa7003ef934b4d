import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-made-way.v1',
  what: 'A notice ended unsent, or goes to another address: notices that were blocked because of it are decided for again.',
  emitters: ['plan-notices', 'release-notices', 'send-notices', 'reconcile-notices'],
  consumers: ['plan-notices'],
} satisfies Contract;
