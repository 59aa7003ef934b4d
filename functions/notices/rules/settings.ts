import * as z from 'zod';
import { readJson } from '../../shared/env-json.ts';
import { LEGAL_PROFILE_NAMES } from './legal-days.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** No document that Crier sends can be older. */
const BEGINNING = '1999-12-31';

/**
 * What a council decides about its notices: the `SETTINGS` variable, JSON, written by `infra/config/<council>.ts`.
 */
export const settings = z.strictObject({
  /** As residents know it: "Stockton Council". Notify puts it before each text. */
  council_name: z.string().min(1),
  /** The number residents are asked to call. It must be staffed while texts go out. */
  phone: z.string().min(1),
  /** S18: below this balance nobody is chased. */
  small_balance_pence: z.int().min(0),
  /** Under which law's days statutory documents go, and from which London day on. */
  legal_days: z
    .array(z.strictObject({ from: z.string().regex(DAY), profile: z.enum(LEGAL_PROFILE_NAMES) }))
    .refine((all) => all.some(({ from }) => from <= BEGINNING), 'one profile must hold from the beginning on'),
  /** `live`, only the listed recipients, or everything but the posting. */
  sending: z.enum(['live', 'allow-list', 'shadow']),
  /** Normalised mobiles and emails that an `allow-list` stage may reach. */
  allow_list: z.array(z.string()),
  /** Posts a second: Notify admits 50 for each key type. */
  posts_per_second: z.number().positive().max(50),
  /** Notify's daily limits for this service, by UTC day. */
  daily_limits: z.strictObject({ sms: z.int().min(0), email: z.int().min(0), letter: z.int().min(0) }),
  /** What letters are posted by. */
  letter_postage: z.enum(['first', 'second', 'economy']),
  /** How long Notify may be silent about an accepted message before it is asked. */
  receipt_silence_seconds: z.int().min(1),
  /** Template ids by template name; a name that is not here is looked up through Notify's API. */
  template_ids: z.record(z.string(), z.string()),
});

export type Settings = z.infer<typeof settings>;

/** @throws Error that names the setting that is wrong. */
export const readSettings = (json: string): Settings => readJson('SETTINGS', json, settings);
