import type { HoldCode } from '../../contracts/codes.ts';
import type { Report } from '../../contracts/events/requests/report.ts';
import type { Key } from '../shared/ids.ts';
import type { About, MatterName } from '../shared/matter.ts';

/**
 * What the register knows, as its readers see it. The register is the only place where contact data rests.
 *
 * Dates are London days, `YYYY-MM-DD`; instants are milliseconds since 1970; money is pence.
 */

export type ContactChannel = 'sms' | 'email' | 'post';

/**
 * A number, email or postal address in the one form in which it is used, and the keyed hash that stands for it: made
 * once, by the door or layout that stores it. An address by post is its lines and the postcode, joined by `, `. Null
 * where its source has none that can be used.
 */
export type Contact = { to: string; address: Key } | { to: null };

/** As a matter's source holds it. */
export type ContactTold = Contact & { verified_at: string | null; opted_out?: boolean };

/** One person of a matter, as the matter's own source knows them. */
export type MatterPerson = {
  person: Key;
  /** As the source names them. */
  ref: string;
  first_name: string;
  /** Theirs for this matter and for nothing else. */
  contacts: Partial<Record<ContactChannel, ContactTold>>;
};

/** What notices are about, in its newest state. What it says beyond its people only its family understands. */
export type Matter<State = unknown> = {
  about: About;
  /** As its source names it: of a debt, the account. */
  ref: string;
  /** The run that told of it last, by its name. */
  run: string;
  /** The source's own order, an instant: the register moves only forward along it. */
  told_at: number;
  people: MatterPerson[];
  state: State;
};

/** A hold that a system or an officer applied by an event. In force from `from` to `to`, both included, unless ended. */
export type Hold = {
  code: HoldCode;
  /** Only this bill year, or all of them where null. */
  bill_year: string | null;
  from: string;
  to: string | null;
  review_on: string | null;
  /** Instant at which it was released, or null. */
  ended_at: number | null;
  source: string;
  /** Names it: a keyed hash of its source and of what it holds. */
  hold: Key;
  /** The officer who ended it although its source has not, or null. */
  ended_by: { officer: string; reason: string; at: number } | null;
  /** Instant at which the register stored its newest word on it. */
  stored_at: number;
};

/** What a source tells of a hold. */
export type HoldTold = Omit<Hold, 'hold' | 'ended_by' | 'stored_at'>;

export type Payment = {
  bill_year: string;
  amount_pence: number;
  paid_on: string;
  reversal: boolean;
  source: string;
  stored_at: number;
};

/** What an event told about a matter: the newest word of its occasion. */
export type MatterEvent = {
  type: string;
  /** As on the bus: references keyed, contact data and words taken off; but a document has its own name. */
  data: Readonly<Record<string, unknown>>;
  /** References as its source wrote them, by field: what officers know. */
  refs: Readonly<Record<string, string>>;
  source: string;
  /** The source's own order: its sequence if that counts, else the instant of its time. */
  order: number;
  /** The instant of its time. */
  at: number;
  stored_at: number;
  /** Of the event on the bus. */
  id: string;
  /** Whom it names, in its order. Whoever reported a request stands under the request's own key. */
  people: { person: Key; ref: string }[];
};

/** Words of a matter that only the register has. */
export type MatterWords = { service_name?: string; report?: Report };

/** What was told of a matter, or of the account of a debt, by events. */
export type MatterFacts = { holds: Hold[]; payments: Payment[]; events: MatterEvent[]; words: MatterWords };

export type ContactStatus = 'verified' | 'unverified' | 'failed' | 'wrong-person';

/**
 * The newest word on a person's own number, email or postal address. After `failed` or `wrong-person` there is none to use;
 * `speaks_of` says by its key which one that was about.
 */
export type OwnContact = Contact & {
  /** Of a postal address in use, as it is told to other systems. */
  postal?: PostalAddress;
  status: ContactStatus;
  changed_at: number;
  /** The London day of `changed_at`. */
  told_on: string;
  speaks_of: Key | null;
};

/** The postcode in capitals with one space. */
export type PostalAddress = { lines: readonly string[]; postcode: string };

/** What documents somebody may agree to have by email. */
export type Purpose = 'ct-statutory' | 'hb' | 'cts';

/**
 * The newest agreement, and the newest withdrawal where that is the newer word: both, since a withdrawal bites days
 * later.
 */
export type Consent = {
  agreed: (Contact & { agreed_at: number; wording_version: string }) | null;
  withdrawn_at: number | null;
};

export type ChosenFormat = {
  format: 'standard' | 'large-print' | 'braille' | 'audio' | 'easy-read';
  language: 'en' | 'cy';
};

/** What was told of a person by events. `stored_at` is when the register stored it. */
export type PersonFacts = {
  holds: Hold[];
  /** Null where no event told one. */
  first_name: string | null;
  contacts: Partial<Record<ContactChannel, OwnContact>>;
  /** The newest status told of each email for this person, by address key. */
  email_status: Readonly<Record<Key, ContactStatus>>;
  consents: Partial<Record<Purpose, Consent>>;
  format: ChosenFormat | null;
  /** Instants at which the opt-outs were recorded. */
  opt_outs: Partial<Record<'sms' | 'email', { recorded_at: number; stored_at: number }>>;
  death: { recorded_at: number; stored_at: number } | null;
  /** What each system calls this person: the newest link to it, whoever told it. */
  links: Readonly<Record<string, string>>;
};

/** What replies told of an address (a number or an email). STOP opts it out, WRONG makes it useless. */
export type AddressFacts = {
  stopped: { at: number; stored_at: number } | null;
  wrong: { at: number; stored_at: number } | null;
  /** Emails that could not be delivered for good, a message each, the newest first. */
  undelivered: { at: number; stored_at: number }[];
};

/** The newest extract that was imported: what S17 looks at when a notice is released or sent. */
export type NewestExtract = { run: string; extracted_at: number; payments_posted_to: number };

/** One matter with everything that decides whether and how its people are reached, read consistently. */
export type MatterView = {
  matter: Matter;
  /** What was told of it by events: of its account, where it is a debt. */
  told: MatterFacts;
  /** By person key: everybody of the matter. */
  people: Map<Key, PersonFacts>;
  /** By address key: every number and email of its people. */
  addresses: Map<Key, AddressFacts>;
  newest: NewestExtract | null;
};

/** What notices and sync read of the register. */
export type ReadRegister = {
  /** Consistent reads throughout. Null if the matter is not known. */
  matter(name: MatterName): Promise<MatterView | null>;
  /** Matters that a fact about this subject may bear on; debts of the newest year first. */
  mattersOf(subject: Subject): Promise<MatterName[]>;
  /** Consistent, whether or not a matter is known that they are of. */
  person(person: Key): Promise<PersonFacts>;
  /** References of an event as its source wrote them; null where none are kept. */
  references(event: string): Promise<References | null>;
};

/** By field: one, or a list. */
export type References = Readonly<Record<string, string | readonly string[]>>;

export type Stored = 'stored' | 'already' | 'stale';

/**
 * What became of a fact, and when the word that is in force now was stored. `known` is that word, where this one is
 * older.
 */
export type Kept = { stored: Stored; stored_at: number; known?: Readonly<Record<string, unknown>> };

/** What the doors hand in. Every write is conditional and moves only forward; each may be repeated. */
export type WriteRegister = {
  /** `stale` if the register has a newer state of this matter. An equal `told_at` is stored. */
  keep(matter: Matter): Promise<Stored>;
  newestExtract(extract: NewestExtract): Promise<Stored>;
  /** Facts from events, in one shape; `at` is the source's own order, and counts among the words of that source only. */
  fact(fact: RegisterFact): Promise<Kept>;
  /** What the references of an event are as its source wrote them: on the bus they are keyed. By the id that it has there. */
  keepReferences(event: string, references: References): Promise<void>;
};

type EndedByOfficer = Omit<NonNullable<Hold['ended_by']>, 'at'>;

/** What holds and other facts are told of. A debt is held by its account. */
export type Subject = { account: Key } | { person: Key } | { matter: MatterName };

/** A fact about an account, a person, a matter or an address. `at` is the instant the source gives it, which orders it. */
export type RegisterFact =
  | { kind: 'hold'; subject: Subject; hold: Key; at: number; tie?: string; value: HoldTold }
  | { kind: 'hold-ended'; subject: Subject; hold: Key; at: number; value: EndedByOfficer }
  | { kind: 'payment'; subject: { account: Key }; payment: Key; at: number; value: Omit<Payment, 'stored_at'> }
  | { kind: 'opt-out'; subject: { person: Key }; channel: 'sms' | 'email'; source: string; at: number }
  | OfPerson<'contact', { channel: ContactChannel }, Contact & Omit<OwnContact, keyof Contact | 'told_on'>>
  /** Told beside a number or address; it stays until another is told. */
  | OfPerson<'first-name', object, { first_name: string }>
  | OfPerson<'email-status', object, { address: Key; status: ContactStatus }>
  | OfPerson<'agreed', { purpose: Purpose }, NonNullable<Consent['agreed']>>
  | OfPerson<'withdrawn', { purpose: Purpose }, Record<string, never>>
  | OfPerson<'format', object, ChosenFormat>
  /** What a system calls this person; `at` is the instant at which it was linked. */
  | OfPerson<'linked', { system: string }, { system_ref: string }>
  | OfMatter<'reporter', object, MatterPerson>
  | OfMatter<'words', object, MatterWords>
  /** Its people are linked to the matter. `occasion` tells it from others of its type about the same matter. */
  | OfMatter<'event', { occasion: string }, Omit<MatterEvent, 'order' | 'stored_at'>>
  | { kind: 'death'; subject: { person: Key }; source: string; at: number }
  /** `notice` is that of which the message could not be delivered for good. */
  | { kind: 'undelivered'; subject: { address: Key }; notice: Key; at: number }
  | { kind: 'reply'; subject: { address: Key }; word: 'STOP' | 'START' | 'WRONG'; at: number };

/** What sources tell of a person each in their own order; `instant` is when it happened, which decides between them. */
type OfPerson<Kind, More, Value> = {
  kind: Kind;
  subject: { person: Key };
  source: string;
  at: number;
  /** Decides between words of the same `at`. */
  tie?: string;
  instant: number;
  value: Value;
} & More;

/** What an event tells of a matter: kept with the matter itself. */
type OfMatter<Kind, More, Value> = {
  kind: Kind;
  subject: { matter: About };
  /** As its source names it. */
  ref: string;
  source: string;
  at: number;
  /** Decides between words of the same `at`. */
  tie?: string;
  instant: number;
  /** An instant until which it is open, as far as this says. */
  open_until: number | null;
  value: Value;
} & More;

/** Facts of one kind. */
export type FactOf<Kind extends RegisterFact['kind']> = Extract<RegisterFact, { kind: Kind }>;
