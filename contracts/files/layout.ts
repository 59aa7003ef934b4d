import * as z from 'zod';
import { FORMS } from './forms.ts';

// A layout of a file is data: a JSON file in `contracts/files/layouts/`, or in a council's configuration.

const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be small letters, digits and hyphens, at most 40');
const columnName = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'must be small letters, digits and _, at most 60');
const type = z.string().regex(/^council\.[a-z]+\.[a-z-]+\.v\d+$/, 'must be a type of the catalogue');

const column = z.strictObject({
  name: columnName,
  /** How its values are written: one of `forms.ts`, or one of a few codes. */
  form: z.union([
    z.enum(Object.keys(FORMS) as (keyof typeof FORMS)[]),
    z.strictObject({ codes: z.array(z.string()).min(1) }),
  ]),
  /** A value in every row; only in the header; or not at all. */
  required: z.enum(['value', 'header', 'no']),
  longest: z.int().min(1).max(2_000).optional(),
  /** Of a snapshot: whether another value is a change. */
  compared: z.boolean().optional(),
});

/** The last line of a file: `TRAILER,<rows>`, and after it the sum of a column where one is named. */
const trailer = z.union([z.literal('rows'), z.strictObject({ sum: columnName, may_be_missing: z.boolean() })]);

/** Where a field of an event comes from. */
export type From = string | readonly string[] | { readonly always: string | boolean } | Mapping;
export type Mapping = { readonly [field: string]: From };

/** A column; a list of those columns that are not empty; always the same; or an object of such. */
const from: z.ZodType<From> = z.lazy(() =>
  z.union([
    columnName,
    z.array(columnName).min(1),
    z.strictObject({ always: z.union([z.string(), z.boolean()]) }),
    mapping,
  ]),
);
const mapping: z.ZodType<Mapping> = z.lazy(() => z.record(columnName, from));

const fact = z.strictObject({ type, data: mapping });

const read = {
  layout: name,
  /** One sentence: what its rows say. */
  what: z.string().min(1).optional(),
  /** The system whose files these are. */
  source: name,
  columns: z.array(column).min(1),
  trailer,
};

/** Rows that each become an event. */
const events = z.strictObject({
  ...read,
  kind: z.literal('events'),
  /** What a row is known by in its file: no other may have the same. */
  key: z.array(columnName).min(1).optional(),
  /** Further columns that tell one fact from another that says the same. */
  names: z.array(columnName).min(1).optional(),
  /** The column with the instant of the event; without one it is that at which the file came. */
  time: columnName.optional(),
  sequence: columnName.optional(),
  /** Columns with a day that must not come before that of another. */
  not_before: z.record(columnName, columnName).optional(),
  /** The event that a row becomes, by the value of a column or always the same. */
  facts: z.union([fact, z.strictObject({ by: columnName, of: z.record(z.string(), fact) })]),
});

/** All records of a system as they stand, compared with its last one. */
const snapshot = z.strictObject({
  ...read,
  kind: z.literal('snapshot'),
  /** What a record is known by. */
  key: z.array(columnName).min(1),
  facts: z.strictObject({ added: type, changed: type, gone: type }),
  /** It is held if more than so many of a hundred records are gone. */
  lose_percent: z.number().min(0).max(100),
  /** Whether the first one tells of all its records. */
  baseline_events: z.boolean(),
});

/** A file that goes out to a subscriber: `ref`, `sequence`, contact fields, and fields of the facts, each by its name. */
const out = z.strictObject({
  layout: name,
  what: z.string().min(1).optional(),
  kind: z.literal('out'),
  columns: z.array(columnName).min(1),
});

const isList = (from: From): from is readonly string[] => Array.isArray(from);
const isAlways = (from: Exclude<From, string | readonly string[]>): from is { always: string | boolean } =>
  'always' in from;

/** Goes by what kind a field's origin is. */
export function byOrigin<Result>(
  from: From,
  by: {
    column: (name: string) => Result;
    list: (names: readonly string[]) => Result;
    always: (value: string | boolean) => Result;
    object: (fields: Mapping) => Result;
  },
): Result {
  if (typeof from === 'string') return by.column(from);
  if (isList(from)) return by.list(from);
  return isAlways(from) ? by.always(from.always) : by.object(from as Mapping);
}

export const layoutSchema = z.discriminatedUnion('kind', [events, snapshot, out]);

export type Layout = z.infer<typeof layoutSchema>;
export type EventsLayout = z.infer<typeof events>;
export type SnapshotLayout = z.infer<typeof snapshot>;
/** A layout by which files come in. */
export type LayoutIn = EventsLayout | SnapshotLayout;
export type LayoutColumn = z.infer<typeof column>;
export type FactOfRow = z.infer<typeof fact>;

export const comesIn = (layout: Layout): layout is LayoutIn => layout.kind !== 'out';
