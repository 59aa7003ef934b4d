import type { ContactField } from '../subscriber.ts';

/** `GET /officers/subscribers`: the systems that are kept in step, and how that goes. */
export type SubscriberView = {
  name: string;
  owner: string;
  events: readonly string[];
  fields: readonly ContactField[];
  by: 'webhook' | 'file';
  /** `paused`: it has not answered for long, so only one try is made now and then. */
  health: Health;
  /** Tries that failed one after the other. */
  failures: number;
  paused_since: string | null;
  /** When one try is made, to see whether it answers again. */
  next_probe_at: string | null;
  /** What waits for a later try. What goes at once is not among it. */
  waiting: number;
  /** There are more: it was not counted on. */
  waits_more: boolean;
  /** Since when the one of those waits that has waited longest. */
  waits_since: string | null;
  /** How long that is. */
  lag_seconds: number | null;
  dead: number;
  /** When its next file is written; null for a webhook, and where a file is written once so many rows have gathered. */
  next_file_at: string | null;
  after_changes: number | null;
};

export type SubscribersView = { subscribers: SubscriberView[] };

/** How a system does, in the words that officers have on every page and in every command. */
export const HEALTH = {
  'in-step': 'In step',
  behind: 'Behind',
  refused: 'Refused some',
  paused: 'Paused: it does not answer',
} as const;
export type Health = keyof typeof HEALTH;
