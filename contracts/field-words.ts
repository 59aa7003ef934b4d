import type { Contract, ReferenceOf } from './envelope.ts';
import type { Schema } from './json-schema.ts';

/** A field of an event as people read of it. In `form` codes stand between backticks. */
export type Field = {
  name: string;
  /** The fields that it stands in, the outermost first; of a list, those of each entry. */
  inside: readonly string[];
  required: boolean;
  form: string;
  /** Where it ends: a reference is keyed on the bus; contact data and words go to the register and no further; what a door makes is its own. */
  kept: 'bus' | 'keyed' | 'register' | 'made';
};

type Node = Schema & {
  anyOf?: Node[];
  enum?: string[];
  const?: string;
  format?: string;
  pattern?: string;
  type?: string;
  items?: Node;
  properties?: Record<string, Node>;
  required?: string[];
};

/** All fields of an event's data, each followed by those that stand in it. */
export function fieldsOf(
  { references = {}, contact = [], names }: Pick<Contract, 'references' | 'contact' | 'names'>,
  schema: Schema,
): Field[] {
  return walk(schema as Node, []).map(({ node, ...field }) => {
    const [outermost = field.name] = field.inside;
    const of = field.inside.length === 0 ? references[field.name] : undefined;
    const form = of ? referenceWords(of, node) : formOf(node);
    if (names?.field === outermost) return { ...field, form, kept: 'made' };
    return { ...field, form, kept: contact.includes(outermost) ? 'register' : of ? 'keyed' : 'bus' };
  });
}

type Found = Pick<Field, 'name' | 'inside' | 'required'> & { node: Node };

const walk = ({ properties = {}, required = [] }: Node, inside: readonly string[]): Found[] =>
  Object.entries(properties).flatMap(([name, node]) => [
    { name, inside, required: required.includes(name), node },
    ...objectsIn(node).flatMap((each) => walk(each, [...inside, name])),
  ]);

/** The objects that a field may be, or a list of it may hold. */
function objectsIn(node: Node): Node[] {
  if (node.anyOf) return node.anyOf.flatMap(objectsIn);
  if (node.type === 'array') return node.items ? objectsIn(node.items) : [];
  return node.properties ? [node] : [];
}

/** Whether the newest is enough for other systems, and of what it tells. */
export function orderWords(contract: Contract): string {
  if (contract.order !== 'newest') return 'Counts each.';
  const { told_of } = contract;
  const of = 'of' in told_of ? `the subject's ${told_of.of}` : `what \`${told_of.by}\` says of the subject`;
  return `Tells how things stand (order: newest) of ${of}.`;
}

const referenceWords = (of: ReferenceOf, { type }: Node): string => {
  const kind = typeof of === 'string' ? of : of.matter;
  return type === 'array' ? `references of each ${kind}` : `reference of the ${kind}`;
};

/** A few words on what a field holds. */
function formOf({ anyOf, enum: values, const: only, format, pattern, type, items }: Node): string {
  if (anyOf) return anyOf.map(formOf).join(' or ');
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (only !== undefined) return `\`${only}\``;
  if (type === 'null') return 'null';
  if (format === 'date-time') return 'time with an offset';
  if (format === 'date') return 'day, YYYY-MM-DD';
  if (type === 'array')
    return items?.type === 'object' ? 'list of objects, see the schema' : `list of: ${formOf(items ?? {})}`;
  if (pattern?.includes('{22}')) return 'keyed hash';
  if (pattern?.startsWith('^\\d{4}')) return 'bill year, such as 2026-27';
  return (
    {
      integer: 'whole number',
      number: 'number',
      string: 'text',
      boolean: 'true or false',
      object: 'object, see the schema',
    }[type ?? ''] ?? 'any'
  );
}
