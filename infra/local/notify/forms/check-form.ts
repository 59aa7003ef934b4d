// Checks request bodies and queries as the server's JSON Schema validator does, message for message. The order of the
// messages is the order of the fields in the schema, then missing fields, then unknown ones.
import { ApiError, type ErrorEntry } from '../errors.ts';
import { isObject, type JsonType, repr, typeOf } from './python-values.ts';

/** One rule of a field: what is wrong (without the field's name), or undefined. */
export type Rule = (value: unknown) => string | string[] | undefined;

export type Schema = {
  fields: Record<string, Rule[]>;
  required?: string[];
  /** Unknown fields are refused, unless this is true. */
  open?: boolean;
};

export const ofType =
  (...types: JsonType[]): Rule =>
  (value) =>
    types.includes(typeOf(value)) ? undefined : `${repr(value)} is not of type ${types.join(', ')}`;

export const atMost =
  (characters: number): Rule =>
  (value) =>
    typeof value === 'string' && [...value].length > characters ? `${repr(value)} is too long` : undefined;

export const oneOf =
  (...allowed: string[]): Rule =>
  (value) =>
    allowed.includes(value as string) ? undefined : `${repr(value)} is not one of [${allowed.join(', ')}]`;

export const each =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) ? value.flatMap((item) => rule(item) ?? []) : undefined;

/** A rule for strings only; other types are left to ofType. */
export const text =
  (check: (value: string) => string | undefined): Rule =>
  (value) =>
    typeof value === 'string' ? check(value) : undefined;

const entry = (message: string): ErrorEntry => ({ error: 'ValidationError', message: message.replaceAll("'", '') });

function fieldFaults(value: Record<string, unknown>, schema: Schema): string[] {
  return Object.entries(schema.fields).flatMap(([name, rules]) => {
    if (!Object.hasOwn(value, name)) return [];
    return rules.flatMap((rule) => [rule(value[name]) ?? []].flat().map((fault) => `${name} ${fault}`));
  });
}

function unknownFields(value: Record<string, unknown>, schema: Schema): string[] {
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(schema.fields, name));
  if (schema.open || unknown.length === 0) return [];
  const names = unknown.sort().map(repr).join(', ');
  return [`Additional properties are not allowed (${names} ${unknown.length === 1 ? 'was' : 'were'} unexpected)`];
}

const throwFaults = (faults: string[]): void => {
  if (faults.length === 0) return;
  const distinct = [...new Set(faults)];
  throw new ApiError(400, distinct.map(entry));
};

/** Throws a 400 with every fault; answers the value as an object. */
export function check(value: unknown, schema: Schema): Record<string, unknown> {
  if (!isObject(value)) {
    throwFaults([`${repr(value)} is not of type object`]);
    return {};
  }
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
  throwFaults([
    ...fieldFaults(value, schema),
    ...missing.map((name) => `${repr(name)} is a required property`),
    ...unknownFields(value, schema),
  ]);
  return value;
}

/** The rules of a file object: unknown keys are reported first, and not both `is_csv` and `filename`. */
export function checkFile(value: Record<string, unknown>, schema: Schema): void {
  throwFaults([
    ...unknownFields(value, schema),
    ...fieldFaults(value, schema),
    ...(Object.hasOwn(value, 'is_csv') && Object.hasOwn(value, 'filename')
      ? ['Do not set a value for `is_csv` if `filename` is set.']
      : []),
  ]);
}
