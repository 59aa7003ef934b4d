import { dateOf, dayNumber } from '../periods.ts';
import { startOf } from '../protect/periods.ts';
import type { Flag } from '../types.ts';
import type { Covered, Reach, Uncovered } from './types.ts';

/** What sources of single contacts have told, where they have told all, and where they have not. */
export type Singles = {
  reach: readonly Reach[];
  covered: readonly Covered[];
  uncovered: readonly Uncovered[];
};

type Key = Pick<Reach, 'area' | 'service' | 'channel'>;
export const keyOf = ({ area, service, channel }: Key): string => `${area}\n${service}\n${channel}`;
const sourceOf = ({ area, source }: Pick<Reach, 'area' | 'source'>): string => `${area}\n${source}`;

/**
 * The days of which single contacts of a series are known: those that a source of it has covered, and on which none
 * came from a source that has not. A covered day without any had none, from the month on in which the first ever came.
 */
export function daysCovered({ reach, covered, uncovered }: Singles, asOf: number): ReadonlyMap<string, number[]> {
  const bySource = Map.groupBy(covered, sourceOf);
  const without = Map.groupBy(uncovered, keyOf);
  return new Map(
    [...Map.groupBy(reach, keyOf)].map(([key, own]) => {
      const days = new Set<number>();
      for (const one of own)
        for (const { service, day } of bySource.get(sourceOf(one)) ?? [])
          if ((service ?? one.service) === one.service && day >= monthOf(one.first) && day <= asOf) days.add(day);
      for (const { day } of without.get(key) ?? []) days.delete(day);
      return [key, [...days].sort((a, b) => a - b)];
    }),
  );
}

const monthOf = (day: number): number => dayNumber(startOf('month', dateOf(day)));

/**
 * Says of which series single contacts wait for their source to cover the day. How many came is not told.
 * @param counted whether some count has the day: then it is waited for no longer
 */
export function uncoveredFlags(
  { reach, uncovered }: Singles,
  counted: (one: Pick<Reach, 'area' | 'service' | 'channel'>, day: number) => boolean,
): Flag[] {
  const sources = Map.groupBy(reach, keyOf);
  const waiting = uncovered.filter((one) => !counted(one, one.day));
  return [...Map.groupBy(waiting, keyOf)].map(([key, own]) => {
    const [{ service, channel }] = own as [Uncovered, ...Uncovered[]];
    const last = dateOf(Math.max(...own.map(({ day }) => day)));
    const days = own.length === 1 ? `on ${last}` : `on ${own.length} days, the last ${last},`;
    return {
      source: [...new Set(sources.get(key)?.map(({ source }) => source))].sort().join(', '),
      code: 'not-covered',
      text:
        `${service}, ${channel}: single contacts came ${days} and their source has not told that these are all. ` +
        'They are not available until it sends council.contacts.day-covered.v1.',
    };
  });
}
