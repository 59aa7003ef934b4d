import { type Guard, guard } from './guard.ts';

const RELEASE = 'functions/notices/release-notices/';
const FOLLOWING = `${RELEASE}follow-workers.ts`;

/** A guard of the pace, and how many workers with posts of how many seconds do not get enough done without it. */
export type PaceGuard = Guard & { workers: number; post: number };

/** What is released follows what is sent. */
export const PACING: readonly PaceGuard[] = [
  {
    ...guard('the fall to what workers take up', FOLLOWING, {
      with: 'taken >= BUNCH && fallBehind(before, day)',
      without: 'taken < 0 && fallBehind(before, day)',
    }),
    ...{ workers: 1, post: 10 },
  },
  {
    ...guard('the wait for what workers have taken up', FOLLOWING, {
      with: 'return Math.min(horizon, upto + bunchMs(per_second) + (isFeeling ? FEELER_MS : AHEAD_MS));',
      without: 'return horizon || upto;',
    }),
    ...{ workers: 1, post: 10 },
  },
  {
    ...guard('the rise while workers keep up', FOLLOWING, {
      with: 'now - since >= WATCHED_MS && keepUp(before, seen)',
      without: 'now < since && keepUp(before, seen)',
    }),
    ...{ workers: 1, post: 0.25 },
  },
  {
    ...guard('the time to work off what waits', FOLLOWING, {
      with: 'Math.max(first, workedOff(before, { ...seen, less }))',
      without: 'first || workedOff(before, { ...seen, less })',
    }),
    ...{ workers: 1, post: 0.1 },
  },
  {
    ...guard('the bunches', `${RELEASE}slots.ts`, {
      with: 'const inBunch = tokens % BUNCH;',
      without: 'const inBunch = 0;',
    }),
    ...{ workers: 1, post: 10 },
  },
  {
    ...guard('the look again when there are slots', `${RELEASE}release-notices.ts`, {
      with: 'if (some.againInSeconds !== undefined) return some.againInSeconds;',
      without: 'if (some.againInSeconds !== undefined) return null;',
    }),
    ...{ workers: 1, post: 10 },
  },
  {
    ...guard('the word of what came late', 'functions/notices/send-notices/send-notices.ts', {
      with: 'await store.control.takeUp({ slot_at: body.slot_at, at: now(), late: true, channel: null });',
      without: '',
    }),
    ...{ workers: 1, post: 10 },
  },
];
