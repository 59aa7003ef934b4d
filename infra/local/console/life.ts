import type { LifeView } from '../../../functions/notices/explain-notices/life.ts';
import { momentWords } from './words.ts';

/** One thing that happened to a notice. */
export type Happening = { at: string; when: string; what: string; by: string; codes: string[]; more: string };

const OUTCOMES: Record<string, string> = {
  accepted: 'GOV.UK Notify took it',
  refused: 'GOV.UK Notify would not take it',
  delivered: 'delivered',
  failed: 'not delivered',
};

/** From the row of a file to the last receipt, oldest first. */
export function lifeOf({ decisions, history, crossed, attempts }: LifeView): Happening[] {
  const happened = (at: string, rest: Partial<Happening>): Happening => ({
    at,
    when: momentWords(at),
    what: '',
    by: '',
    codes: [],
    more: '',
    ...rest,
  });
  return [
    ...decisions.map(({ decided_at, extract_id, file, line, codes, decided }) =>
      happened(decided_at, {
        what: `Row ${line} of ${file ?? extract_id}${file === null ? '' : ` (${extract_id})`}`,
        more: decided,
        codes,
      }),
    ),
    ...attempts.flatMap(({ channel, posted_at, reference, notify_id, outcome, detail }) =>
      posted_at === null
        ? []
        : [
            happened(posted_at, {
              what: `${channel === 'sms' ? 'Text' : 'Email'} handed to GOV.UK Notify`,
              by: 'send-notices',
              more: [`reference ${reference}`, notify_id && `at Notify ${notify_id}`, outcomeWords(outcome, detail)]
                .filter(Boolean)
                .join('; '),
            }),
          ],
    ),
    ...history.map(({ at, words, by, codes }) => happened(at, { what: words, by, codes })),
    ...crossed.map(({ fact_at, words, code }) => happened(fact_at, { what: words, codes: [code] })),
  ].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

const outcomeWords = (outcome: string | null, detail: string | null): string =>
  outcome === null
    ? 'no answer yet'
    : `${OUTCOMES[outcome] ?? outcome}${detail && detail !== outcome ? ` (${detail})` : ''}`;
