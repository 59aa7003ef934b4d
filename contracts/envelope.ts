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

/** One entry of the catalogue: one version of one fact. */
export type Contract<Data extends z.ZodType = z.ZodType> = {
  type: string;
  /** One sentence: what has happened. */
  what: string;
  /** Written as `z.lazy`: a function builds the schemas of those facts only that it meets. */
  data: Data;
  classification: Classification;
  /** What emits it: a function's verb-noun, or an outside system such as `revenues-benefits`. */
  emitters: readonly string[];
  /** Functions that consume it. */
  consumers: readonly string[];
  /** The team that owns the contract. */
  owner: string;
  /** Fields that hold a source's own reference. Sources write it as it is; on the bus stands its keyed hash of this kind. */
  references?: Readonly<Record<string, 'account' | 'person'>>;
  /** What the fact is about: the reference that becomes its subject, or which of several, by the value of another field. */
  subject?: string | { by: string; of: Readonly<Record<string, string>> };
  /**
   * The keyed hash by which one hold or payment is told from the others: a door makes it of the source and of these
   * fields, of which `subject` and `id` stand for the event's own, and puts it in place of whatever a source wrote there.
   */
  names?: { field: 'hold' | 'payment'; by: readonly string[] };
  /**
   * It tells of a matter, in its whole new state: of which kind, which field has its source's own reference (keyed on the
   * bus) and which that of its person. A door hands the matter to the register before the fact is on the bus.
   */
  matter?: { kind: string; ref: string; person: string };
  /** True if other systems may send it to `POST /events`. */
  door?: boolean;
  /** Fields that hold a day or an instant that must have come: a door refuses those in the future. */
  past?: readonly string[];
};
