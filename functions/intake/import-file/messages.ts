import * as z from 'zod';

/** What EventBridge says of a new object; `version-id` is missing where the bucket keeps no versions. */
const arrival = z.looseObject({
  /** Which of an import's messages this is. */
  turn: z.int().min(1).default(1),
  /** Since when each of them was told to slow down, in epoch milliseconds; absent where the last one was not. */
  slowed_since: z.int().optional(),
  /** An officer has released a snapshot that was held. */
  released: z.boolean().optional(),
  detail: z.looseObject({
    bucket: z.looseObject({ name: z.string().min(1) }),
    object: z.looseObject({
      key: z.string().min(1),
      'version-id': z.string().optional(),
      etag: z.string().default(''),
    }),
  }),
});

/** What a schedule asks for. */
const look = z.object({ look_for_silence: z.object({ after_days: z.int().min(1) }) });

/** What comes by the queue of this worker. */
export const message = z.union([look, arrival]);
