import * as z from 'zod';
import type { Key } from '../../shared/ids.ts';

/** Something of this subject may be due. With the slot that it was given, if it was. */
export type Bell = { subscriber: string; subject: Key; slot?: number | undefined };
/** The agenda of this subscriber is to be looked at. */
export type Look = { subscriber: string; look: true };
export type DeliverMessage = Bell | Look;

const subscriber = z.string();
export const deliverMessage: z.ZodType<DeliverMessage> = z.union([
  z.object({ subscriber, look: z.literal(true) }),
  z.object({ subscriber, subject: z.string().transform((text) => text as Key), slot: z.number().optional() }),
]);

/** The files of this subscriber are to be looked at: whether one is due, or whether the last ones were fetched. */
export type FileMessage = { subscriber: string; unfetched?: true | undefined };

export const fileMessage: z.ZodType<FileMessage> = z.object({ subscriber, unfetched: z.literal(true).optional() });

/** Puts a message on its subscriber's queue, to be seen after so many seconds. */
export type Ring = (message: DeliverMessage, delaySeconds?: number) => Promise<void>;
