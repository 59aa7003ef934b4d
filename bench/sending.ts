import type { Benchmark, Row } from './benchmark.ts';
import { allReminded } from './extract-file.ts';
import { playFile } from './played-file.ts';

const NOTICES = 5_000;
/** What infra/config allows the releaser; Notify's own limit is 50. */
const POSTS_PER_SECOND = 45;
const STALL_MS = 60_000;

/** Sends what is planned already, at the pace that the releaser allows, to a sandbox with Notify's own token bucket. */
export const sending: Benchmark = {
  name: 'sending',
  about: `${NOTICES} planned notices through the real stack, and again with all workers standing still for a minute`,
  run: async () => {
    const rows: Row[] = [];
    for (const stallMs of [0, STALL_MS]) {
      const { notify } = await playFile(NOTICES, allReminded, { plannedFirst: true, stallMs });
      const [first, last] = [notify.at[0]!, notify.at.at(-1)!];
      // The last post ends no interval.
      const perSecond = ((notify.posts - 1) * 1000) / (last - first - stallMs);
      const when = stallMs > 0 ? ', workers stalled for 60 s (of the time left)' : '';
      rows.push(
        {
          what: `share of the pace of ${POSTS_PER_SECOND} a second${when}`,
          value: perSecond / POSTS_PER_SECOND,
          unit: 'ratio',
          target: { at_least: 0.97 },
        },
        {
          what: `posts that Notify answered with 429${when}`,
          value: notify.limited,
          unit: 'requests',
          target: { at_most: 0 },
        },
      );
    }
    return rows;
  },
};
