import { dateOf } from '../periods.ts';
import type { Flag } from '../types.ts';
import type { Count } from './types.ts';

/** Absurd: more than this many times what the source counted lately… */
const TIMES = 20;
/** …and at least so many more, since small counts vary by chance. */
const MORE = 1000;
/** How many counts before it are asked, and how few are too few to say anything. */
const ASKED = 8;
const FEWEST = 4;

export const about = ({ service, channel, first, last }: Count): string =>
  `${service}, ${channel}, ${dateOf(first)}${last === first ? '' : ` to ${dateOf(last)}`}`;

/** Counts of lengths that can be compared: days, weeks, months (28 to 31 days), quarters, years. */
function lengthOf({ first, last }: Count): number {
  const days = last - first + 1;
  return days >= 28 && days <= 31 ? 30 : days >= 90 && days <= 92 ? 91 : days >= 365 && days <= 366 ? 365 : days;
}

const byFirst = (a: Count, b: Count): number => a.first - b.first || a.last - b.last;
const earlier = (a: Count, b: Count): number =>
  a.recorded < b.recorded ? -1 : a.recorded > b.recorded ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** A count that stands, and the day on which its days were first counted by its source. */
export type Standing = Count & { since: string };

/**
 * One count for each source and days of one service and channel: the highest revision that is not absurd. An absurd
 * number stands once its source has told it again under a higher revision.
 */
export function latest(counts: readonly Count[]): { standing: Standing[]; problems: Flag[] } {
  const problems: Flag[] = [];
  const standing: Standing[] = [];
  for (const own of Map.groupBy(counts, ({ source }) => source).values()) {
    const lately = new Map<number, number[]>();
    const groups = [...Map.groupBy(own, ({ first, last }) => `${first} ${last}`).values()];
    for (const group of groups.sort((a, b) => byFirst(a[0]!, b[0]!))) {
      const told = oneEach(group, problems);
      const comparable = lately.get(lengthOf(told[0]!)) ?? [];
      const limit = limitOf(comparable.slice(-ASKED));
      const stands = told.find((count, place) => count.contacts <= limit || isConfirmed(told, place));
      for (const count of told) {
        if (count === stands) break;
        problems.push({
          source: count.source,
          code: 'absurd',
          text:
            `${about(count)}: ${count.contacts} contacts (revision ${count.revision}) are more than ${TIMES} times ` +
            `what was counted lately and are left out. Send a correction, or the same number under a higher revision.`,
        });
      }
      if (!stands) continue;
      standing.push({ ...stands, since: [...group].sort(earlier)[0]!.recorded });
      comparable.push(stands.contacts);
      lately.set(lengthOf(stands), comparable);
    }
  }
  return { standing, problems };
}

/** The revisions of one count, highest first. Of two with the same number of revision the one recorded first stands. */
function oneEach(group: readonly Count[], problems: Flag[]): Count[] {
  const revisions = [...Map.groupBy(group, ({ revision }) => revision).entries()].sort(([a], [b]) => b - a);
  return revisions.map(([revision, same]) => {
    const [stands, ...others] = same.sort(earlier) as [Count, ...Count[]];
    const other = others.find(({ contacts }) => contacts !== stands.contacts);
    if (other) {
      problems.push({
        source: stands.source,
        code: 'same-revision',
        text:
          `${about(stands)}: revision ${revision} was told as ${stands.contacts} and later as ${other.contacts}. ` +
          `The first stands: send a correction under a higher revision.`,
      });
    }
    return stands;
  });
}

const isConfirmed = (told: readonly Count[], place: number): boolean =>
  told.slice(place + 1).some(({ contacts }) => contacts === told[place]!.contacts);

function limitOf(lately: readonly number[]): number {
  if (lately.length < FEWEST) return Number.POSITIVE_INFINITY;
  const sorted = [...lately].sort((a, b) => a - b);
  const median = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  return Math.max(TIMES * median, median + MORE - 1);
}
