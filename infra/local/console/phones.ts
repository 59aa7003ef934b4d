import type { Reply, SeenMessage } from './feed.ts';
import { phoneWords, statusWords, type Tone, whenWords } from './words.ts';

export type Bubble = {
  id: string;
  mine: boolean;
  text: string;
  when: string;
  at: number;
  status: string;
  tone: Tone;
};

/** One phone: everything that one number received and sent, oldest first. */
export type Phone = { id: string; number: string; raw: string; from: string; bubbles: Bubble[]; last: number };

/** Phones with something on them, the one with the newest message first. */
export function phonesOf(messages: SeenMessage[], replies: Reply[], now: number): Phone[] {
  const phones = new Map<string, Phone>();
  const phone = (raw: string): Phone => {
    const number = phoneWords(raw);
    let found = phones.get(number);
    if (!found) {
      found = { id: `phone-${number.replace(/\D/g, '')}`, number, raw, from: '', bubbles: [], last: 0 };
      phones.set(number, found);
    }
    return found;
  };
  for (const each of messages) {
    if (each.type !== 'sms') continue;
    const { words, tone } = statusWords(each.status);
    const on = phone(each.to);
    on.from = each.from;
    on.last = each.sequence;
    on.bubbles.push({
      id: each.id,
      mine: false,
      text: each.body,
      when: whenWords(each.created_at, now),
      at: Date.parse(each.created_at),
      status: words,
      tone,
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
    });
  }
  for (const each of phones.values()) each.bubbles.sort((a, b) => a.at - b.at);
  return [...phones.values()].sort((a, b) => b.last - a.last);
}
