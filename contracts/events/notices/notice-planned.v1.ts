import type { Contract } from '../../envelope.ts';
import { type NoticeData, noticeContract } from './notice.ts';

export type Data = NoticeData;

export const contract = {
  ...noticeContract,
  type: 'council.notices.notice-planned.v1',
  what: 'A notice was planned: it is due to be sent.',
  emitters: ['plan-notices'],
  consumers: ['record-facts'],
} satisfies Contract;
