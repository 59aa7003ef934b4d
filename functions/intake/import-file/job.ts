import type { ObjectVersion } from '../ports.ts';
import type { Turn } from './turns.ts';

/** One version of one file, as it is handed to the layout that it has. */
export type Job = Turn & {
  object: ObjectVersion;
  /** The name of this version: the same whenever it comes. */
  file: string;
  /** When it was first taken up. */
  at: number;
  /** Where scratch files of this import may begin their names. */
  scratchPath: string;
  remainingMs: () => number;
  /** An officer has released it: it is taken, however much it loses. */
  released?: boolean | undefined;
};
