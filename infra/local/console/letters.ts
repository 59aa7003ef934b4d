import type { Served } from '../../../contracts/officers/served.ts';
import { day } from '../../../contracts/officers/words.ts';
import type { SeenMessage } from './feed.ts';
import { noticeIdOf } from './names.ts';
import type { Page } from './pages/drawn.ts';
import { capital, statusWords, type Tone, whenWords } from './words.ts';

export type LetterView = {
  id: string;
  notice_id: string | null;
  postage: string;
  when: string;
  status: string;
  tone: Tone;
  pages: { number: number; src: string; words: string; width: number; height: number }[];
  /** True where there is a PDF that cannot be drawn. */
  unseen: boolean;
  /** Of a letter that GOV.UK Notify lays out itself, its words. */
  body: string;
};

const POSTAGE: Record<string, string> = {
  first: 'First class',
  second: 'Second class',
  economy: 'Economy',
  europe: 'Europe',
  'rest-of-world': 'Rest of the world',
};

/** Letters, the newest first. */
export const lettersOf = (messages: SeenMessage[]): SeenMessage[] =>
  messages.filter(({ type }) => type === 'letter').sort((a, b) => b.sequence - a.sequence);

/** @param pages null where there are none to be seen */
export function letterView(letter: SeenMessage, pages: Page[] | null, now: number): LetterView {
  const { words, tone } = statusWords(letter.status, 'letter');
  return {
    id: letter.id,
    notice_id: noticeIdOf(letter.reference),
    postage: POSTAGE[letter.postage ?? ''] ?? capital(letter.postage ?? ''),
    when: whenWords(letter.created_at, now),
    status: words,
    tone,
    pages: (pages ?? []).map((page, i) => ({
      number: i + 1,
      src: `/letters/${letter.id}/pages/${i + 1}`,
      words: page.words,
      width: page.width,
      height: page.height,
    })),
    unseen: letter.file !== undefined && pages === null,
    body: letter.file === undefined ? letter.body : '',
  };
}

/** How the law counts it, in a sentence; empty where it does not. */
export function servedWords(served: Served | null): string {
  if (!served) return '';
  const { issued_on, deemed_served_on, act_by } = served;
  const by = act_by ? ` Its reader is to act by ${day(act_by)}.` : '';
  return `By law it is issued on ${day(issued_on)} and served on ${day(deemed_served_on)}.${by}`;
}
