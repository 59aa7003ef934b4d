import type { KeptFile } from '../notify/messages/kept-files.ts';
import type { DeadLetters } from '../start/dead-letters.ts';
import type { Officers, OfficersActs, OfficersPages } from '../start/officers.ts';

/** A message as the sandbox keeps it: what a resident would have received. */
export type SeenMessage = {
  sequence: number;
  id: string;
  type: 'sms' | 'email' | 'letter';
  to: string;
  reference: string | null;
  status: string;
  subject: string | null;
  body: string;
  from: string;
  created_at: string;
  completed_at: string | null;
  /** Of a letter. */
  postage?: string;
  /** The pages of a letter, or what an email links to. */
  file?: KeptFile;
};

/** A text that a resident sent back, from the console. */
export type Reply = { number: string; content: string; at: number };

/** One queue of the running stack, by the name of its function. */
export type SeenQueue = {
  name: string;
  visible: number;
  delayed: number;
  inFlight: number;
  /** True if no function reads it: what lies there was given up. */
  deadLetters: boolean;
  /** When the oldest message in it was sent, in milliseconds since 1970; null if it is empty. */
  oldest: number | null;
};

/** A system that is kept in step and runs on this machine, with its own copy of whom it was told of. */
export type SystemSeen = {
  name: string;
  owner: string;
  by: 'webhook' | 'file';
  down: boolean;
  copies: readonly { ref: string; sequence: string; contact: Readonly<Record<string, unknown>> }[];
};

/**
 * All that the console shows. It comes from the deployed read function, the sandbox and the engine's queues; nothing
 * from a private table.
 */
export type Feed = {
  /** As residents know it: "Stockton Council". */
  council: string;
  /** The clock that the platform sees, milliseconds since 1970. */
  now(): number;
  officers: Officers & OfficersPages & OfficersActs;
  /** Null where messages go to another Notify, which keeps them to itself. */
  messages: (() => SeenMessage[]) | null;
  /** A document that came with a message, by its sum; null where it is not kept. */
  document(sha256: string): Buffer | null;
  /** The email whose link to a file has this id and key. */
  linkedTo(id: string, key: string): SeenMessage | null;
  replies(): Reply[];
  /** A resident answers a text. The number is as a phone shows it. */
  reply(number: string, content: string): Promise<void>;
  queues(): SeenQueue[];
  deadLetters: DeadLetters;
  calls(): Record<string, number>;
  /** The systems of the demo, each with what it has itself. */
  systems(): SystemSeen[];
  /** What `npm start` is doing, for the top of the page; empty when it is done. */
  doing(): string;
  /** A page could not be made. */
  trouble(error: unknown): void;
};
