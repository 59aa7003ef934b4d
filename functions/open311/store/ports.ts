import type { PublicRequest, PublicUpdate } from '../public/request.ts';

/** A request as it stands in the table; `version` counts how often it was written. */
export type Stored = { request: PublicRequest; version: number };

/** When everybody could first see it: whoever asks for what is new since then misses none. */
export type Noted = PublicUpdate & { at: number };

/** A span of time: both instants are in it. */
export type Span = { from: number; to: number };

/** What everybody may see of requests. */
export type RequestsStore = {
  /** Consistent. */
  request: (id: string) => Promise<Stored | null>;
  /** @returns false if another has written since version `before`, which is 0 where there was nothing */
  put: (request: PublicRequest, before: number, at: number) => Promise<boolean>;
  /** Notes an update once, as of `at`; noted again it stays as it is. */
  note: (update: PublicUpdate, at: number) => Promise<void>;
  /** Those that were made within a span, the newest first. */
  listed: (span: Span) => AsyncIterable<PublicRequest>;
  /** Those that were noted within a span, the oldest first, and so many at most. */
  updates: (span: Span, most: number) => Promise<Noted[]>;
};
