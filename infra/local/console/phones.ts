import type { Reply, SeenMessage } from './feed.ts';
import { noticeIdOf } from './names.ts';
import { phoneWords, statusWords, type Tone, whenWords } from './words.ts';

export type Bubble = {
  id: string;
  mine: boolean;
  text: string;
  when: string;
  at: number;
  status: string;
  tone: Tone;
  /** Of the notice that the text belongs to. */
  notice_id: string | null;
};

/** One phone: everything that one number received and sent, oldest first. */
export type Phone = {
  id: string;
  number: string;
  raw: string;
  from: string;
  /** False where the newest text came from a name, such as GOVUK: no resident can answer that. */
  answers: boolean;
  bubbles: Bubble[];
  last: number;
};

/** A sender that is a number takes replies; a name takes none. */
export const takesReplies = (sender: string): boolean => /^\+?\d+$/.test(sender.replace(/\s/g, ''));

/** Phones with something on them, the one with the newest message first. */
export function phonesOf(messages: SeenMessage[], replies: Reply[], now: number): Phone[] {
  const phones = new Map<string, Phone>();
  const phone = (raw: string): Phone => {
    const number = phoneWords(raw);
    let found = phones.get(number);
    if (!found) {
      found = { id: `phone-${number.replace(/\D/g, '')}`, number, raw, from: '', answers: false, bubbles: [], last: 0 };
      phones.set(number, found);
    }
    return found;
  };
  for (const each of messages) {
    if (each.type !== 'sms') continue;
    const { words, tone } = statusWords(each.status);
    const on = phone(each.to);
    on.from = phoneWords(each.from.replace(/^44(?=7\d{9}$)/, '0'));
    on.answers = takesReplies(each.from);
    on.last = each.sequence;
    on.bubbles.push({
      id: each.id,
      mine: false,
      text: each.body,
      when: whenWords(each.created_at, now),
      at: Date.parse(each.created_at),
      status: words,
      tone,
      notice_id: noticeIdOf(each.reference),
    });
  }
  for (const [i, each] of replies.entries()) {
    const on = phone(each.number);
    const when = whenWords(each.at, now);
    on.bubbles.push({
      id: `reply-${i}`,
      mine: true,
      text: each.content,
      when,
      at: each.at,
      status: 'Sent',
      tone: 'good',
      notice_id: null,
    });
  }
  for (const each of phones.values()) each.bubbles.sort((a, b) => a.at - b.at);
  return [...phones.values()].sort((a, b) => b.last - a.last);
}
