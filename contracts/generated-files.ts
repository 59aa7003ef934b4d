import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApi } from './async-api.ts';
import { catalogue } from './catalogue.ts';
import { dataProtectionPage } from './data-protection-page.ts';
import { eventsPage } from './events-page.ts';
import { busSchema, dataSchema, eventSchema, withoutDialect } from './json-schema.ts';
import { inOrder } from './versions.ts';

/** Of the contracts: the newest that `contracts/versions/` has. */
const newestVersion = (): string =>
  inOrder(readdirSync(join(import.meta.dirname, 'versions')).map((file) => file.replace(/\.json$/, ''))).at(-1) ??
  '0.0.0';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated file: its path from the project's root, and its text. */
export const generatedFiles = (): Map<string, string> =>
  new Map([
    ...catalogue.map((contract): [string, string] => [
      `contracts/schemas/${contract.type}.schema.json`,
      json(eventSchema(contract)),
    ]),
    [
      'contracts/schemas/asyncapi.json',
      json(
        asyncApi(catalogue, { version: newestVersion(), schemaOf: (contract) => withoutDialect(busSchema(contract)) }),
      ),
    ],
    ['docs/events.md', eventsPage(catalogue, dataSchema)],
    ['docs/data-protection.md', dataProtectionPage(catalogue)],
  ]);
