import type { HeldBy, HeldView } from '../../../functions/notices/explain-notices/holds.ts';
import { CODES, day } from '../../../functions/notices/words.ts';
import { reasonClassOf } from '../../../functions/performance/facts/reason-class.ts';
import { CLASSES, noticeTitle, whenWords } from './words.ts';

const classWords = (code: string): string => CLASSES[reasonClassOf([code])];

/** How many notices each code holds, by class, most first within it. A notice that several codes hold counts for each. */
export function heldSums(held: Record<string, number>) {
  const classes = new Map<string, { code: string; words: string; count: number }[]>();
  for (const [code, count] of Object.entries(held).sort(([, a], [, b]) => b - a)) {
    const name = classWords(code);
    classes.set(name, [...(classes.get(name) ?? []), { code, words: CODES[code] ?? code, count }]);
  }
  const order = Object.values(CLASSES);
  return [...classes]
    .map(([name, codes]) => ({ key: name.toLowerCase().replace(/\W+/g, '-'), name, codes }))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

const SOURCES: Record<string, string> = { file: 'the nightly file', rules: 'the rules' };

const byRow = ({ code, words, source, from, to }: HeldBy) => ({
  code,
  words,
  source: SOURCES[source] ?? source,
  // A hold of the rules ends when what they look at changes; it has no day.
  until: to !== null ? `until ${day(to)}` : source === 'rules' ? '' : 'until further notice',
  from: from === null ? '' : `from ${day(from)}`,
});

export const heldRow = (held: HeldView, now: number) => ({
  ...held,
  title: noticeTitle(held.notice_type),
  since: whenWords(held.since, now),
  by: held.by.map(byRow),
});
