import { ALL, keyOf, type Linked, type PublishedRow } from './published.ts';

/** A published figure as a sum of cells: `figure` is all of them together, each with its weight. */
export type Link = { parts: [key: string, weight: number][]; lowest: number; highest: number; why: string };

/** Prices in pence and which channels are digital, from the datasets' notes. */
const PENCE: Record<string, number> = { face_to_face: 862, telephone: 283, self_serve: 15 };
const DIGITAL = ['self_serve'];

const DIMENSIONS = ['service', 'channel'];
const tenthsOf = (percent: string): number => Math.round(Number(percent) * 10);

/**
 * What digital take-up and cost per contact say about the cells of contacts by channel: a price times a count, a sum of
 * the digital or the priced channels, a share to one decimal.
 */
export const linksOf = ({ name, releases }: Linked, asOf: string, has: (key: string) => boolean): Link[] => {
  const links: Link[] = [];
  const add = (row: PublishedRow, channels: readonly string[], weigh: (channel: string) => number, figure: string) => {
    if (row[figure] === '' || row[figure] === undefined) return;
    const parts = channels
      .map((channel): [string, number] => [keyOf({ ...row, channel }, DIMENSIONS), weigh(channel)])
      .filter(([key]) => has(key));
    const value = Math.round(Number(row[figure]) * (figure === 'cost_pounds' ? 100 : 1));
    links.push({ parts, lowest: value, highest: value, why: `${name}: ${figure} of ${row['service']}` });
  };
  for (const row of releases.get(asOf) ?? []) {
    const channel = row['channel'] ?? ALL;
    const priced = channel === ALL ? Object.keys(PENCE) : [channel].filter((each) => each in PENCE);
    add(row, [channel], () => 1, 'contacts');
    add(row, DIGITAL, () => 1, 'digital_contacts');
    if (priced.length > 0) add(row, priced, () => 1, 'contacts_costed');
    if (priced.length > 0) add(row, priced, (each) => PENCE[each]!, 'cost_pounds');
    const share = row['digital_percent'];
    if (!share) continue;
    for (const [bound, lowest, highest] of [
      [10 * tenthsOf(share) - 5, 0, Number.POSITIVE_INFINITY],
      [10 * tenthsOf(share) + 5, Number.NEGATIVE_INFINITY, -1],
    ] as const)
      links.push({
        parts: [
          ...DIGITAL.map((each): [string, number] => [keyOf({ ...row, channel: each }, DIMENSIONS), 10_000]),
          [keyOf({ ...row, channel: ALL }, DIMENSIONS), -bound],
        ],
        ...{ lowest, highest, why: `${name}: digital_percent of ${row['service']}` },
      });
  }
  return links;
};
