import type { ReplyWord } from './words.ts';

/** `GET /officers/replies`, page by page: that a resident answered a text. What it says is at GOV.UK Notify, under `notify_id`, and nowhere else. */
export type ReplyView = {
  received_at: string;
  word: ReplyWord;
  words: string;
  /** Of the notice that went to this number last; null where none is known. */
  account_ref: string | null;
  notice_id: string | null;
  notice_type: string | null;
  title: string | null;
  notify_id: string | null;
};
