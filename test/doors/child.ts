// The process in which a door stands: `node child.ts NAME`, spoken to by fire.ts over IPC. Its memory is its own.
import type { Behind } from './door.ts';

const BEHIND: Record<string, () => Promise<{ open: () => Promise<Behind> }>> = {
  events: () => import('./behind/events.ts'),
  callbacks: () => import('./behind/callbacks.ts'),
  officers: () => import('./behind/officers.ts'),
  files: () => import('./behind/files.ts'),
  config: () => import('./behind/config.ts'),
  cli: () => import('./behind/cli.ts'),
  sandbox: () => import('./behind/sandbox.ts'),
  broken: () => import('./behind/broken.ts'),
};

/** What the child tells: that it listens, an answer, or that something fell out of the door. */
export type Told =
  | { kind: 'open'; url: string }
  | { kind: 'answer'; answer: unknown; max_rss_mb: number }
  | { kind: 'uncaught'; stack: string };

const tell = (told: Told) => process.send?.(told);
const fellOut = (error: unknown) => {
  tell({ kind: 'uncaught', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
};
process.on('uncaughtException', fellOut);
process.on('unhandledRejection', fellOut);
process.on('disconnect', () => process.exit(0));

const behind = await (await BEHIND[process.argv[2]!]!()).open();
process.on('message', async (message) => {
  try {
    const answer = await behind.answer(message as never);
    if ('polluted' in {}) throw new Error('an input has got into the prototype of every object');
    tell({ kind: 'answer', answer, max_rss_mb: process.resourceUsage().maxRSS / 1024 });
  } catch (error) {
    fellOut(error);
    tell({ kind: 'answer', answer: null, max_rss_mb: process.resourceUsage().maxRSS / 1024 });
  }
});
tell({ kind: 'open', url: behind.url ?? '' });
