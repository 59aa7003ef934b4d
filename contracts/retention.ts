const DAY_MS = 24 * 3_600_000;
const YEARS_6 = 6 * 365 + 2; // two of six years are leap years at most

type Rule = {
  /** Whole days after `from`. */
  days: number;
  /** What they are counted from. */
  from: string;
  why: string;
};

/**
 * How long each kind of item is kept. The one table of it: writers have the time to put on an item from here
 * (`expires_at`), the inbox and the documents their lifecycle. What is not here steers the house and is one item (switches, pace, the newest
 * extract), is taken away by the work itself (agenda pages), or holds somebody back and must go on doing so: holds in
 * force, opt-outs, deaths, wrong numbers.
 *
 * Nothing rests on an item going in time: DynamoDB deletes within some days of it, and a function that reads a claim
 * looks at the claim's own time.
 */
export const RETENTION = {
  'raw file': { days: 14, from: 'its arrival', why: 'An import that went wrong can be done again, and looked into.' },
  document: {
    days: 180,
    from: 'its arrival',
    why: 'Its notice is final within 90 days, and 90 more to look into it. One that is held for longer is told: its document is missing.',
  },
  'old version of a document': {
    days: 90,
    from: 'when it was replaced or went',
    why: 'What was sent can be shown while it is asked about.',
  },
  matter: {
    days: 90,
    from: 'the last word of its source on it, or the last day that an event named for it, up to a year ahead',
    why: 'Contact data of people in no open matter. What is open is told of again each night, or names a day to come.',
  },
  'own contact': {
    days: 100,
    from: 'the last word on it; of somebody with a matter, until the last link to one goes',
    why: 'Contact data of people in no open matter: 90 days, and ten in which links are written anew. What they agreed to, chose or opted out of stays, and what is wrong.',
  },
  'link to a matter': {
    days: 270,
    from: 'the begin of the 90 days in which it was last told of',
    why: 'A matter is always found by its account and its people: it outlives the matter.',
  },
  'ended fact': {
    days: 90,
    from: 'its end, or the day of the payment',
    why: 'A payment counts for three working days, an ended hold for none; both explain what was not sent lately.',
  },
  'history of a fact': {
    days: YEARS_6,
    from: 'when it was stored',
    why: 'Evidence: the Limitation Act 1980, section 5.',
  },
  'references of an event': {
    days: 40,
    from: 'when it was taken',
    why: 'Another system may be told of it for a week, and from the archive of the bus 30 days later.',
  },
  notice: { days: YEARS_6, from: 'its last step', why: 'Evidence: the Limitation Act 1980, section 5.' },
  'wait for an address': { days: 90, from: 'when it began', why: 'It is over when the other has had its week.' },
  'wait at an address': { days: 30, from: 'the day on which it is due', why: 'It has gone, or is put off by days.' },
  'claim of an address': { days: 1, from: 'its end', why: 'It says nothing any more.' },
  'question to a resident': { days: 30, from: 'when it was sent', why: 'An answer to it counts for five days.' },
  'count of a day': { days: 30, from: 'that day', why: 'Limits of a day are looked at on that day.' },
  'decision with a notice': { days: YEARS_6, from: 'when it was made', why: 'Evidence, as the notice itself.' },
  'decision without one': { days: 90, from: 'when it was made', why: 'It led to nothing.' },
  'subject at a subscriber': {
    days: 400,
    from: 'the last fact or try',
    why: 'An older fact that comes late is not told after a newer one: systems are a year behind at most.',
  },
  delivery: {
    days: YEARS_6,
    from: 'its end',
    why: 'It says whose contact data were disclosed to whom: the Limitation Act 1980, section 5.',
  },
  run: { days: YEARS_6, from: 'its import', why: 'Evidence of what a file led to.' },
  reply: { days: 90, from: 'when it came', why: 'It is read and answered in GOV.UK Notify within days.' },
  'id at a door': { days: 30, from: 'when it was taken', why: 'Sources try again for days, not for weeks.' },
  'request as everybody sees it': {
    days: 400,
    from: 'the last word on it',
    why: 'Whoever asks may compare a year with the last. It names nobody, and no home.',
  },
  'update that is done with': {
    days: 120,
    from: 'when it was taken',
    why: 'A back office is asked again for what it said up to 90 days ago, where a code of it is not agreed.',
  },
  'reference at a back office': {
    days: 400,
    from: 'when it was told of the request',
    why: 'Its updates name a request as it calls it, for as long as that is open there.',
  },
  'version of a file': { days: 30, from: 'when it was seen', why: 'S3 tells of a version again within days.' },
  'name of an extract': {
    days: 400,
    from: 'its import',
    why: 'The same file sent again is known for a year of billing.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

/**
 * What has no end of its own while its item is kept: so much of it, and the oldest make way. A source that sends for ever fills
 * no item.
 */
export const KEPT_AT_MOST = {
  /** Bytes of what events told of one matter: its item holds 400 KB, with its people and state. */
  events: 150_000,
  /** Emails of one person of which the newest status is known. */
  emails: 20,
  /** Messages that one email did not take: two end its use. */
  undelivered: 5,
} as const;

export type Retained = keyof typeof RETENTION;

/** The attribute by which DynamoDB knows when an item may go: whole seconds since 1970. */
export const EXPIRES = 'expires_at';

/** @param from milliseconds since 1970 */
export const expiry = (kind: Retained, from: number): { [EXPIRES]: number } => ({
  [EXPIRES]: Math.ceil((from + RETENTION[kind].days * DAY_MS) / 1000),
});

const MOST_OPEN_MS = 365 * DAY_MS;

/** @param open_until an instant until which it is open for all that is known, or null */
export const expiryOfMatter = (told_at: number, open_until: number | null): { [EXPIRES]: number } =>
  expiry('matter', Math.max(told_at, Math.min(open_until ?? told_at, told_at + MOST_OPEN_MS)));

/** Whether what began at this instant may go by now. */
export const isOver = (kind: Retained, from: number, now: number): boolean =>
  from + RETENTION[kind].days * DAY_MS <= now;
