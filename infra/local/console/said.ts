import type { SeenMessage } from './feed.ts';
import { noticeIdOf } from './names.ts';
import { phoneWords, statusWords, whenWords } from './words.ts';

/** What was said of a notice: every message that the sandbox has of it, oldest first. */
export const saidOf = (messages: SeenMessage[], notice: string, now: number) =>
  messages
    .filter(({ reference }) => noticeIdOf(reference) === notice)
    .map(({ id, type, to, subject, body, status, created_at }) => {
      const { words, tone } = statusWords(status);
      return {
        id: `said-${id}`,
        text: type === 'sms',
        to: type === 'sms' ? phoneWords(to) : to,
        ...{ subject, body, tone },
        status: words,
        when: whenWords(created_at, now),
      };
    });
