import * as z from 'zod';
import { asyncApi } from './async-api.ts';
import { catalogue } from './catalogue.ts';
import { type Contract, envelope } from './envelope.ts';
import { eventsPage } from './events-page.ts';

/** A JSON Schema, draft 2020-12. */
export type Schema = Record<string, unknown>;

/** The schema of a fact's data. */
const dataSchema = ({ data }: Contract): Schema => schemaOf(data);

/** The schema of a whole event: the envelope with this type and this data. */
function eventSchema(contract: Contract): Schema {
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

const withoutDialect = ({ $schema: _dialect, $id: _id, ...schema }: Schema): Schema => schema;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated file: its path from the project's root, and its text. */
export const generated = (): Map<string, string> =>
  new Map([
    ...catalogue.map((contract): [string, string] => [
      `contracts/schemas/${contract.type}.schema.json`,
      json(eventSchema(contract)),
    ]),
    ['contracts/schemas/asyncapi.json', json(asyncApi(catalogue, (contract) => withoutDialect(eventSchema(contract))))],
    ['docs/events.md', eventsPage(catalogue, dataSchema)],
  ]);
