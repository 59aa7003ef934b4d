import * as z from 'zod';

/** A receipt of Notify's on its way from the door to track-notices: no address, no content. */
export const receiptMessage = z.object({
  kind: z.literal('receipt'),
  /** Ours: the notice and its channel. */
  reference: z.string(),
  notify_id: z.string(),
  status: z.string(),
  /** Milliseconds since 1970. */
  completed_at: z.number().nullable(),
  /** What a letter is billed as. */
  cost_pence: z.number().optional(),
});

export type ReceiptMessage = z.infer<typeof receiptMessage>;

/** A letter came back, as Notify or another system has told. */
export const returnedMessage = z.object({
  kind: z.literal('returned'),
  /** Ours: the notice and its channel. */
  reference: z.string(),
  /** Milliseconds since 1970. */
  returned_at: z.number(),
  /** What told it. */
  source: z.string(),
});

export type ReturnedMessage = z.infer<typeof returnedMessage>;
