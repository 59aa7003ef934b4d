import type { ReplyView } from '../../../contracts/officers/replies.ts';
import type { OfficersPages } from '../start/officers.ts';
import type { Column } from './csv.ts';
import { whenWords } from './words.ts';

/** Every answer to a text, newest first. */
export async function repliesFrom(officers: Pick<OfficersPages, 'replies'>): Promise<ReplyView[]> {
  const all: ReplyView[] = [];
  let after = '';
  do {
    const { items, next }: Awaited<ReturnType<OfficersPages['replies']>> = await officers.replies(after);
    all.push(...items);
    after = next ?? '';
  } while (after !== '');
  return all;
}

const NAMES: Record<ReplyView['word'], string> = {
  STOP: 'Stop',
  START: 'Start again',
  WRONG: 'Wrong number',
  NO: 'Not right',
  OTHER: 'To read',
};

export const replyRow = ({ title, received_at, word, ...rest }: ReplyView, now: number) => ({
  ...rest,
  name: NAMES[word],
  tone: word === 'OTHER' ? 'waiting' : 'quiet',
  title: title ?? '',
  received: whenWords(received_at, now),
});

export const REPLY_COLUMNS: Column<ReplyView>[] = [
  ['Received', ({ received_at }) => received_at],
  ['Account', ({ account_ref }) => account_ref],
  ['Reply', ({ word }) => NAMES[word]],
  ['Id in GOV.UK Notify', ({ notify_id }) => notify_id],
  ['Notice id', ({ notice_id }) => notice_id],
];
