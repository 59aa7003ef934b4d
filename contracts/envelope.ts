import * as z from 'zod';

/** How much care a fact needs (design, section 3): `special` is what data protection law calls special category. */
export const CLASSIFICATIONS = ['public', 'internal', 'personal', 'special'] as const;

/** A fact's type: past tense, with its version. */
const TYPE = /^council\.[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9]\d*$/;

/**
 * `application/json` or another media type of JSON (RFC 6838, section 4.2.8), in any spelling, with parameters or
 * without.
 */
const JSON_TYPE = /^\s*[^\s/;]+\/([^\s/;]+\+)?[jJ][sS][oO][nN]\s*(;.*)?$/;

/**
 * CloudEvents 1.0, structured JSON, with our extension attributes. Attributes we do not use are left alone, as the
 * CloudEvents specification asks of a receiver.
 */
export const envelope = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(200),
  source: z.string().min(1).max(200),
  type: z.string().regex(TYPE, 'must be like council.payments.payment-received.v1'),
  time: z.iso.datetime({ offset: true }),
  subject: z.string().min(1).max(200).optional(),
  datacontenttype: z
    .string()
    .max(200)
    .regex(JSON_TYPE, 'must be a JSON media type, such as application/json')
    .optional(),
  council: z.string().max(50).optional(),
  sequence: z.string().max(40).optional(),
  origin: z.string().min(1).max(200).optional(),
  dataclassification: z.enum(CLASSIFICATIONS).optional(),
  data: z.unknown(),
});

export type Classification = (typeof CLASSIFICATIONS)[number];

/** A fact on the bus. */
export type CloudEvent<Data = unknown> = {
  specversion: '1.0';
  /** Derived from the fact: the same fact sent twice has the same id. */
  id: string;
  /** `council.<capability>` for our own facts. */
  source: string;
  type: string;
  /** When it happened, UTC, RFC 3339. */
  time: string;
  /** What it is about: a keyed hash, never a name, number or account number. */
  subject?: string | undefined;
  datacontenttype: 'application/json';
  council: string;
  /** The order of facts about one subject, as the source has it. */
  sequence?: string | undefined;
  /** The outside system that told it to a door; its name in the council's configuration. */
  origin?: string | undefined;
  dataclassification: Classification;
  data: Data;
};

/** What a source's own reference is of. On the bus stands its keyed hash of this kind. */
export type ReferenceOf =
  | 'account'
  | 'person'
  | 'arrangement'
  | 'evidence'
  | 'decision'
  | 'suspension'
  | 'overpayment'
  | 'wording'
  | 'record'
  | { matter: string };

/** What a door keeps of a matter before the fact is on the bus, where it rings for plan-notices. */
export type MatterTold = {
  kind: string;
  /** The field that has the source's own reference of it; of a debt, that of its account. */
  ref: string;
  /** Of a debt: the field that has its year. */
  bill_year?: string;
  /** The field that has the reference of a person whom it names, or a list of them in their order. */
  people?: string;
  /** Its one person is whoever reported it: nobody has a reference of them, so they stand under the matter's own key. */
  reported?: true;
  /** The field that says who reported it: a name, a mobile, an email. They belong to this matter and to nothing else. */
  reporter?: string;
  /** Fields that have words of it, for the register alone. */
  words?: readonly string[];
  /** Fields that tell it from others of its type about the same matter. Of each the newest word is kept. */
  occasion: readonly string[];
  /** Fields that have a day or an instant until which the matter is open. */
  open_until?: readonly string[];
};

/** What a fact tells of, of its subject: always the same thing, or that which a field names. */
export type ToldOf = { of: string } | { by: string };

/** Whether facts about one subject count each, or tell how one thing stands, so that the newest is enough. */
type InOrder = { order?: 'each' } | { order: 'newest'; told_of: ToldOf };

/** One entry of the catalogue: one version of one fact. */
export type Contract<Data extends z.ZodType = z.ZodType> = InOrder & {
  type: string;
  /** One sentence: what has happened. */
  what: string;
  /** As it stands on the bus. Written as `z.lazy`: a function builds the schemas of those facts only that it meets. */
  data: Data;
  /** As a source writes it, where that is more: with what a door hands to the register and takes off. */
  written?: z.ZodType;
  /** The fields of `written` that are contact data or words, and stand on no bus. */
  contact?: readonly string[];
  classification: Classification;
  /** What emits it: a function's verb-noun, or an outside system such as `revenues-benefits`. */
  emitters: readonly string[];
  /** Functions that consume it. */
  consumers: readonly string[];
  /** The team that owns the contract. */
  owner: string;
  /** Fields that name a document. Its name may say whom it is for: on the bus stands its keyed hash, as a name of the same form. */
  documents?: readonly string[];
  /** Fields that hold a source's own reference, or a list of them. Sources write it as it is; on the bus stands its key. */
  references?: Readonly<Record<string, ReferenceOf>>;
  /**
   * What the fact is about: the reference that becomes its subject, or which of several, by the value of another field. One
   * about a matter has the key of the matter.
   */
  subject?: string | { by: string; of: Readonly<Record<string, string>> };
  /**
   * The keyed hash by which one hold or payment is told from the others: a door makes it of the source and of these
   * fields, of which `subject` and `id` stand for the event's own, and puts it in place of whatever a source wrote there.
   */
  names?: { field: 'hold' | 'payment'; by: readonly string[] };
  /** Fields of its own that hold a keyed hash of ours and no reference: nobody outside can read them. */
  unreadable?: readonly string[];
  /** It tells something of a matter. */
  matter?: MatterTold;
  /** True if other systems may send it to `POST /events`. */
  door?: boolean;
  /** Fields that hold a day or an instant that must have come: a door refuses those in the future. */
  past?: readonly string[];
};
