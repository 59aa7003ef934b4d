import * as z from 'zod';
import { type Contract, envelope } from './envelope.ts';

/** A JSON Schema, draft 2020-12. */
export type Schema = Record<string, unknown>;

/** The schema of a fact's data. */
export const dataSchema = ({ data }: Contract): Schema => schemaOf(data);

/** The schema of a whole event: the envelope with this type and this data. */
export function eventSchema(contract: Contract): Schema {
  const outer = schemaOf(envelope) as Schema & { properties: Schema; required: string[] };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:crier:${contract.type}`,
    title: contract.type,
    description: contract.what,
    type: 'object',
    properties: { ...outer.properties, type: { const: contract.type }, data: withoutDialect(dataSchema(contract)) },
    required: [...new Set([...outer.required, 'data'])],
  };
}

/** Without the patterns that zod writes beside the formats of dates and times: they say the same, at great length. */
const schemaOf = (of: z.ZodType): Schema =>
  z.toJSONSchema(of, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  }) as Schema;

export const withoutDialect = ({ $schema: _dialect, $id: _id, ...schema }: Schema): Schema => schema;
