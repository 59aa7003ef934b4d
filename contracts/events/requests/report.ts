import * as z from 'zod';
import { words } from '../forms.ts';

const ANSWERS = 30;

/** Where it is: what of it its sender had. */
const place = () =>
  z.object({
    lat: z.number().min(-90).max(90).optional(),
    long: z.number().min(-180).max(180).optional(),
    address: words(500).optional(),
    /** A UPRN or USRN, where the sender has one. */
    address_id: words(100).optional(),
  });

/** What somebody says of what they report, beyond its kind. Free text, and a place that may be somebody's home. */
export const report = () =>
  z.object({
    description: words(4000).optional(),
    place: place().optional(),
    /** Where a picture of it is. */
    media_url: z
      .url({ protocol: /^https$/ })
      .max(2000)
      .optional(),
    /** Answers to what its service asks, by the code of the question. */
    answers: z
      .array(z.object({ code: words(60), values: z.array(words(500)).min(1).max(ANSWERS) }))
      .max(ANSWERS)
      .optional(),
  });

export type Report = z.infer<ReturnType<typeof report>>;
