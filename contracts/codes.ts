/**
 * Suppression codes: why somebody is left alone (domain sheet 2.6). The one table of them: functions that evaluate, apply, show or
 * publish a code have its type and its words from here.
 */

/**
 * What is published in place of a code. The order decides where several codes apply: the first class that has one. Deaths,
 * illness and refuge share a class with disputes, so that nobody can read them out of a small number.
 */
export const CODE_CLASSES = [
  'welfare-or-legal',
  'payment-or-balance',
  'opted-out',
  'no-contact-details',
  'window',
] as const;
export type CodeClass = (typeof CODE_CLASSES)[number];

type CodeEntry = {
  /** To choose from in a list. */
  name: string;
  /** One plain sentence for an officer. */
  words: string;
  class: CodeClass;
  /** Whom it holds: everybody on the matter, the person who has it, or one notice because of what else is told. */
  holds: 'matter' | 'person' | 'notice';
  /** Whether a source or an officer may apply it by an event (`hold-applied`). */
  told?: true;
};

export const CODES = {
  S1: {
    name: 'Breathing Space',
    words: 'Breathing Space protects this debt: nobody on it may be chased.',
    class: 'welfare-or-legal',
    holds: 'matter',
    told: true,
  },
  S2: {
    name: 'Death',
    words: 'We have been told that this person has died.',
    class: 'welfare-or-legal',
    holds: 'person',
    told: true,
  },
  S3: {
    name: 'Insolvency',
    words: 'Insolvency (a bankruptcy, an IVA or a debt relief order) protects this debt: nobody on it may be chased.',
    class: 'welfare-or-legal',
    holds: 'matter',
    told: true,
  },
  S4: {
    name: 'Vulnerable',
    words: 'This person is marked as vulnerable: an officer decides what they are sent.',
    class: 'welfare-or-legal',
    holds: 'person',
    told: true,
  },
  S5: {
    name: 'Payment arrangement',
    words: 'A payment arrangement is being kept on this debt.',
    class: 'payment-or-balance',
    holds: 'matter',
    told: true,
  },
  S6: {
    name: 'Disputed bill',
    words: 'The bill is disputed or under appeal.',
    class: 'welfare-or-legal',
    holds: 'matter',
    told: true,
  },
  S7: {
    name: 'Discount or exemption undecided',
    words: 'A discount or exemption has not been decided yet.',
    class: 'welfare-or-legal',
    holds: 'matter',
    told: true,
  },
  S8: {
    name: 'Recent payment',
    words: 'A payment was made in the last three working days and may not show on the account yet.',
    class: 'payment-or-balance',
    holds: 'person',
    told: true,
  },
  S9: {
    name: 'Council Tax Support claim',
    words: 'A Council Tax Support claim has not been decided yet.',
    class: 'welfare-or-legal',
    holds: 'matter',
    told: true,
  },
  S10: {
    name: 'Somebody acts for them',
    words: 'Somebody acts for this person, such as an appointee or an executor, and is to be contacted instead.',
    class: 'welfare-or-legal',
    holds: 'person',
    told: true,
  },
  S11: {
    name: 'Safe contact',
    words: 'This person needs safe contact: nothing goes to them without an officer.',
    class: 'welfare-or-legal',
    holds: 'person',
    told: true,
  },
  S12: {
    name: 'No number or email',
    words: 'There is no mobile number or email address that can be used.',
    class: 'no-contact-details',
    holds: 'notice',
  },
  S13: {
    name: 'Opted out',
    words: 'This person has opted out of every number and email address that could be used.',
    class: 'opted-out',
    holds: 'notice',
  },
  S15: {
    name: 'Told lately',
    words:
      'This number or email address has a notice of the same kind already: one about recovery in seven days, one about benefits a day.',
    class: 'window',
    holds: 'notice',
  },
  S16: {
    name: 'Enforcement agents',
    words: 'Enforcement agents have the case.',
    class: 'welfare-or-legal',
    holds: 'person',
    told: true,
  },
  S17: {
    name: 'Figures too old',
    words: 'The figures are too old: payments had not been posted for more than 24 hours.',
    class: 'payment-or-balance',
    holds: 'notice',
  },
  S18: {
    name: 'Small balance',
    words: 'The balance is below the amount that the council chases.',
    class: 'payment-or-balance',
    holds: 'person',
  },
  S19: {
    name: 'Told already',
    words: 'This notice was already planned from an earlier file.',
    class: 'window',
    holds: 'notice',
  },
  S20: {
    name: 'Direct Debit',
    words: 'A live Direct Debit pays this bill.',
    class: 'payment-or-balance',
    holds: 'matter',
  },
  S21: {
    name: 'Recovery on hold',
    words: 'An officer has put recovery on hold.',
    class: 'welfare-or-legal',
    holds: 'matter',
    told: true,
  },
  S22: {
    name: 'Moved away',
    words: 'This person has moved away.',
    class: 'no-contact-details',
    holds: 'person',
    told: true,
  },
  FORMAT: {
    name: 'Another format',
    words: 'This person asked for letters in another format: an officer sends it, and tells them.',
    class: 'welfare-or-legal',
    holds: 'person',
  },
  HOUSEHOLD: {
    name: 'Another person of the household is told',
    words: 'Another person who is liable for the same bill gets this notice.',
    class: 'window',
    holds: 'notice',
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type Code = keyof typeof CODES;

/** Codes that a hold can bring. */
export type HoldCode = { [Each in Code]: (typeof CODES)[Each] extends { told: true } ? Each : never }[Code];

/** Codes by whom they hold. */
export type CodeHolding<Holds extends CodeEntry['holds']> = {
  [Each in Code]: (typeof CODES)[Each] extends { holds: Holds } ? Each : never;
}[Code];

const isTold = (code: Code): code is HoldCode => 'told' in CODES[code];

export const ALL_CODES = Object.keys(CODES) as Code[];
export const HOLD_CODES: readonly HoldCode[] = ALL_CODES.filter(isTold);

export const isCode = (word: string): word is Code => Object.hasOwn(CODES, word);

/** The class of a notice that was stopped by these codes; null where there are none. */
export const classOf = (codes: readonly Code[]): CodeClass | null =>
  CODE_CLASSES.find((each) => codes.some((code) => CODES[code].class === each)) ?? null;
