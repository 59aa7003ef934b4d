import type { Progress } from '../../infra/local/start/progress.ts';

/** Says nothing of what goes on. */
export const quiet: Progress = { say() {}, doing() {}, now: () => '', stop() {} };
