import * as z from 'zod';

/** `POST /officers/files/release`: which file that is held, who lets it in, and why. */
export const fileReleased = z.object({
  file: z.string().trim().min(1).max(1024),
  reason: z.string().trim().min(1).max(300),
  by: z.string().trim().min(1).max(100),
});
export type FileReleased = z.input<typeof fileReleased>;

/** A snapshot that is taken now, though so many of the records of the last one are not in it. */
export type FileReleasedView = { file: string; layout: string; lost: number; of: number };
