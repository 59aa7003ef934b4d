import { ENOUGH as FOLLOWS, simulatePace } from '../test/simulate/paces.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { allReminded } from './extract-file.ts';
import { sendPaced } from './paced.ts';
import { playFile } from './played-file.ts';

const NOTICES = 5_000;
/** On a clock that jumps: enough that the first seconds, in which the pace is felt for, do not decide. */
const MORE_NOTICES = 10_000;
/** What infra/config allows the releaser; Notify's own limit is 50. */
const POSTS_PER_SECOND = 45;
const STALL_MS = 60_000;
const ENOUGH = { at_least: 0.97 };
/** After a stall it is not known what workers can do, so the pace is felt for again. */
const BEGUN_TWICE = { at_least: 0.95 };
const NONE = { at_most: 0 };
/** Workers, and seconds that a post takes. */
const SLOW: readonly [number, number][] = [
  [1, 0.05],
  [1, 1],
  [1, 10],
  [5, 3],
  [15, 0.05],
  [15, 10],
];

/** Sends what is planned already, at the pace that the releaser allows, to a Notify with its own token bucket. */
export const sending: Benchmark = {
  name: 'sending',
  about: `${MORE_NOTICES} planned notices by the cores on a clock that jumps, and ${NOTICES} by the whole stack on this machine`,
  run: async () => [
    ...(await onVirtualClock(0)),
    ...(await onVirtualClock(STALL_MS)),
    ...(await whenSlow()),
    ...(await onThisMachine()),
  ],
};

async function onVirtualClock(stallMs: number): Promise<Row[]> {
  const { stored, doubted, limited, share } = await sendPaced(MORE_NOTICES, stallMs);
  const when = stallMs > 0 ? 'all workers standing still for 60 s halfway' : 'cores on a clock that jumps';
  return [
    { what: `${when}: share of the pace`, value: share, unit: 'ratio', target: stallMs > 0 ? BEGUN_TWICE : ENOUGH },
    { what: `${when}: answers 429`, value: limited, unit: 'posts', target: NONE },
    { what: `${when}: messages at Notify`, value: stored, unit: 'messages', target: { at_least: MORE_NOTICES } },
    ...(stallMs > 0 ? [{ what: `${when}: in flight then, asked about first`, value: doubted, unit: 'notices' }] : []),
  ];
}

/** Few workers and slow posts, against what those could send. */
async function whenSlow(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [workers, seconds] of SLOW) {
    const { share, releasesAMessage } = await simulatePace(workers, seconds * 1000);
    const when = `${workers} workers, posts of ${seconds} s`;
    rows.push(
      {
        what: `${when}: share of what they could send`,
        value: share,
        unit: 'ratio',
        target: { at_least: FOLLOWS.share },
      },
      {
        what: `${when}: releases`,
        value: releasesAMessage,
        unit: 'a message',
        target: { at_most: FOLLOWS.releasesAMessage },
      },
    );
  }
  return rows;
}

async function onThisMachine(): Promise<Row[]> {
  const { notify } = await playFile(NOTICES, allReminded, { plannedFirst: true });
  // The last post ends no interval.
  const perSecond = ((notify.posts - 1) * 1000) / (notify.at.at(-1)! - notify.at[0]!);
  return [
    { what: 'whole stack: share of the pace', value: perSecond / POSTS_PER_SECOND, unit: 'ratio', target: ENOUGH },
    { what: 'whole stack: answers 429', value: notify.limited, unit: 'posts', target: NONE },
  ];
}
