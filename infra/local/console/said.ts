import type { SeenMessage } from './feed.ts';
import { noticeIdOf } from './names.ts';
import { phoneWords, statusWords, whenWords } from './words.ts';

/** What was said of a notice: every message that the sandbox has of it, oldest first. */
export const saidOf = (messages: SeenMessage[], notice: string, now: number) =>
  messages
    .filter(({ reference }) => noticeIdOf(reference) === notice)
    .map(({ id, type, to, subject, body, status, created_at, file }) => {
      const { words, tone } = statusWords(status, type);
      return {
        id: `said-${id}`,
        text: type === 'sms',
        letter: type === 'letter' ? `/letters/${id}` : '',
        seen: file !== undefined,
        to: type === 'sms' ? phoneWords(to) : to,
        ...{ subject, body, tone },
        status: words,
        when: whenWords(created_at, now),
      };
    });
