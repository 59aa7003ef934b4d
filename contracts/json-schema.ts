import * as z from 'zod';
import { type Contract, envelope } from './envelope.ts';

/** A JSON Schema, draft 2020-12. */
export type Schema = Record<string, unknown>;

/** The schema of a fact's data as a source writes it. */
export const dataSchema = ({ data, written }: Contract): Schema => schemaOf(written ?? data);

/** The schema of a whole event as a source writes it: the envelope with this type and this data. */
export const eventSchema = (contract: Contract): Schema => eventOf(contract, dataSchema(contract));

/** The schema of a whole event as it stands on the bus. */
export const busSchema = (contract: Contract): Schema => eventOf(contract, schemaOf(contract.data));

function eventOf(contract: Contract, data: Schema): Schema {
  const outer = schemaOf(envelope) as Schema & { properties: Schema; required: string[] };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:crier:${contract.type}`,
    title: contract.type,
    description: contract.what,
    type: 'object',
    properties: { ...outer.properties, type: { const: contract.type }, data: withoutDialect(data) },
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
