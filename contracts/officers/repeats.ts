import * as z from 'zod';

/**
 * `POST /officers/redrive`: dead deliveries of a subscriber, or of one event, are tried again. `after` is the `next` of the answer
 * before: all pages are of one asking.
 */
export const redriveAsked = z
  .strictObject({
    subscriber: z.string().max(40).optional(),
    event_id: z.string().min(1).max(1024).optional(),
    after: z.string().max(2048).optional(),
  })
  .refine(({ subscriber, event_id }) => subscriber !== undefined || event_id !== undefined);
export type RedriveAsked = z.input<typeof redriveAsked>;

/** What was dead: how many wait to be tried, and how many something newer has been told of since. */
export type RedrivenView = { redriven: number; superseded: number; next: string | null };

/** `POST /officers/replays`: facts of the archive are told to one subscriber again, by their own time: from the first instant on, before the second. */
export const replayAsked = z.strictObject({
  subscriber: z.string().max(40),
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
});
export type ReplayAsked = z.input<typeof replayAsked>;

export type ReplayView = { subscriber: string; from: string; to: string; asked_at: string };
