import type { LifeView } from '../../../contracts/officers/notices.ts';
import { heldFor, momentWords, sentBy } from './words.ts';

/** One thing that happened to a notice. */
export type Happening = {
  at: string;
  when: string;
  what: string;
  codes: string;
  more: string;
  /** What GOV.UK Notify knows a message by. */
  ref: string;
};

/** From the row of a file to the last receipt, oldest first. */
export function lifeOf({
  decisions,
  history,
  crossed,
  attempts,
}: Pick<LifeView, 'decisions' | 'history' | 'crossed' | 'attempts'>): Happening[] {
  const happened = (at: string, rest: Partial<Happening>): Happening => ({
    ...{ at, when: momentWords(at), what: '', codes: '', more: '', ref: '' },
    ...rest,
  });
  return [
    ...decisions.map(({ decided_at, run, file, line, decided }) =>
      happened(decided_at, {
        what: `${line === null ? 'Asked for by an event' : `Line ${line} of ${file ?? 'the file'}`}, run ${run}.`,
        more: decided,
      }),
    ),
    ...attempts.flatMap(({ channel, posted_at, notify_id }) =>
      posted_at === null
        ? []
        : [
            happened(posted_at, {
              what: `${sentBy(channel)} sent to GOV.UK Notify.`,
              ref: notify_id ?? '',
            }),
          ],
    ),
    ...history.map(({ at, words, codes }) => happened(at, { what: words, codes: heldFor(codes) })),
    ...crossed.map(({ fact_at, words, code }) => happened(fact_at, { what: words, codes: heldFor([code]) })),
  ].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}
