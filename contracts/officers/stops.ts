import type { StopView } from './status.ts';
import { when } from './words.ts';

/** What is stopped, since when, by whom and why, in one sentence. */
export function stopInWords({ kind, template, by, at, reason }: StopView): string {
  const since = at === null ? 'a day that is not known' : when(Date.parse(at));
  if (kind === 'officer') return `Sending was stopped by ${by} on ${since}: ${reason}`;
  if (kind === 'set-up')
    return `Sending stopped by itself on ${since}: something is wrong with the set-up in GOV.UK Notify (${reason}).`;
  if (kind === 'copy') return `Sending stopped by itself: an older state was put back (${reason}).`;
  return `The wording ${template} stopped by itself on ${since}: GOV.UK Notify refused several in a row in words that Crier does not know (${reason}).`;
}

/** The command that turns this switch off, and no other. */
export const resumeCommand = ({ kind, template }: Pick<StopView, 'kind' | 'template'>): string =>
  `npm run crier -- ${
    {
      officer: 'resume',
      'set-up': 'resume --set-up',
      copy: 'restored --since TIME --reason "TEXT"',
      template: `resume --template "${template}"`,
    }[kind]
  }`;
