import type { Stop } from './town.ts';

/** What was stopped, and since when; until when, where it was taken back. */
export type Stopping = { what: string; stop: Stop; stored_at: number; ended_at?: number };
