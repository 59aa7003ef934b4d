import type { SeenMessage } from './feed.ts';
import { noticeIdOf } from './names.ts';
import { statusWords, type Tone, whenWords } from './words.ts';

export type Email = {
  id: string;
  to: string;
  from: string;
  subject: string;
  preview: string;
  body: string;
  when: string;
  status: string;
  tone: Tone;
  notice_id: string | null;
};

/** Emails, the newest first. */
export function emailsOf(messages: SeenMessage[], now: number): Email[] {
  return messages
    .filter(({ type }) => type === 'email')
    .sort((a, b) => b.sequence - a.sequence)
    .map((each) => {
      const { words, tone } = statusWords(each.status);
      return {
        id: `email-${each.id}`,
        to: each.to,
        from: each.from,
        subject: each.subject ?? '',
        preview: firstWords(each.body),
        body: each.body,
        when: whenWords(each.created_at, now),
        status: words,
        tone,
        notice_id: noticeIdOf(each.reference),
      };
    });
}

// The first paragraph that says something, after the greeting.
const firstWords = (body: string) =>
  body
    .split(/\n\s*\n/)[1]
    ?.replace(/\s+/g, ' ')
    .slice(0, 140) ?? '';
