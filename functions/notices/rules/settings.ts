import * as z from 'zod';
import { SERVICE_HOURS_NAMES } from '../../shared/calendar/service-hours.ts';
import { readJson } from '../../shared/env-json.ts';
import { LEGAL_PROFILE_NAMES } from './legal-days.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** No document that Crier sends can be older. */
const BEGINNING = '1999-12-31';

/** London clock times: the phone is answered at least while texts that ask for a call go out (windows.recovery). */
const openingHours = z.strictObject({
  opens: z.string().regex(/^0([0-8]:[0-5]\d|9:[0-2]\d|9:30)$/, 'must be a time like 08:30, and 09:30 at the latest'),
  shuts: z.string().regex(/^(1[6-9]|2[0-3]):[0-5]\d$/, 'must be a time like 17:00, and 16:00 at the earliest'),
});

const serviceCode = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'must be a code like fly-tipping');
const atWork = z.enum(SERVICE_HOURS_NAMES);

/** Words that stand in the middle of a sentence, by the code that a source has for it. */
const wordsByCode = (longest: number) =>
  z.record(
    serviceCode,
    z
      .string()
      .max(longest)
      .regex(/^[A-Za-z][A-Za-z',&() -]*$/, 'must be letters and spaces, without numbers, accents or links'),
  );

/**
 * What a council decides about its notices: the `SETTINGS` variable, JSON, written by `infra/config/<council>.ts`.
 */
export const settings = z.strictObject({
  /** As residents know it: "Stockton Council". Notify puts it before each text. */
  council_name: z.string().min(1),
  /** The number residents are asked to call. It must be staffed while texts go out. */
  phone: z.string().min(1),
  /** The council's website, as people type it: a message says that the number can be checked there. */
  website: z
    .string()
    .max(30)
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain like stockton.gov.uk'),
  /** When the phone is answered, Monday to Friday but for bank holidays. */
  opening_hours: openingHours,
  /** GOV.UK Notify's id of a sender whose number can be replied to; null: no text asks for a reply. */
  reply_sender_id: z.guid().nullable(),
  /** Notice types that this council does not use: nobody is told of them. */
  switched_off: z.array(z.string()),
  /** What residents call a service, by its code: "dumped rubbish". */
  services: wordsByCode(40),
  /** What a service aims at where its source gives no target, by its code. */
  targets: z.record(serviceCode, z.strictObject({ working_hours: z.int().min(1).max(2000), at_work: atWork })),
  /** Who deals with what is not for the council, by code: "National Highways". */
  responsible: wordsByCode(26),
  /** S18: below this balance nobody is chased. */
  small_balance_pence: z.int().min(0),
  /**
   * The brake: a run with more than so many `times` what its forecast says, and `at_least` so many more, waits for an officer; so
   * does one with so much less, and the first of a weekday with more notices than `first_run`.
   */
  brake: z.strictObject({ first_run: z.int().min(0), times: z.number().min(1), at_least: z.int().min(0) }),
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
  /** How long Notify has for its virus scan and its checks of a letter before it is asked. SQS delays by 15 minutes at most. */
  letter_silence_seconds: z.int().min(1).max(900),
  /** Template ids by template name; a name that is not here is looked up through Notify's API. */
  template_ids: z.record(z.string(), z.string()),
});

export type Settings = z.infer<typeof settings>;

/** @throws Error that names the setting that is wrong. */
export const readSettings = (json: string): Settings => readJson('SETTINGS', json, settings);
