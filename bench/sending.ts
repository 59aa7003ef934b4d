import type { Benchmark, Row } from './benchmark.ts';
import { allReminded } from './extract-file.ts';
import { sendPaced } from './paced.ts';
import { playFile } from './played-file.ts';

const NOTICES = 5_000;
/** What infra/config allows the releaser; Notify's own limit is 50. */
const POSTS_PER_SECOND = 45;
const STALL_MS = 60_000;
const ENOUGH = { at_least: 0.97 };
const NONE = { at_most: 0 };

/** Sends what is planned already, at the pace that the releaser allows, to a Notify with its own token bucket. */
export const sending: Benchmark = {
  name: 'sending',
  about: `${NOTICES} planned notices: by the cores on a clock that jumps, and by the whole stack on this machine`,
  run: async () => [...(await onVirtualClock(0)), ...(await onVirtualClock(STALL_MS)), ...(await onThisMachine())],
};

async function onVirtualClock(stallMs: number): Promise<Row[]> {
  const { stored, doubted, limited, share } = await sendPaced(NOTICES, stallMs);
  const when = stallMs > 0 ? 'all workers standing still for 60 s halfway' : 'cores on a clock that jumps';
  return [
    { what: `${when}: share of the pace`, value: share, unit: 'ratio', target: ENOUGH },
    { what: `${when}: answers 429`, value: limited, unit: 'posts', target: NONE },
    { what: `${when}: messages at Notify`, value: stored, unit: 'messages', target: { at_least: NOTICES } },
    ...(stallMs > 0 ? [{ what: `${when}: in flight then, asked about first`, value: doubted, unit: 'notices' }] : []),
  ];
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
