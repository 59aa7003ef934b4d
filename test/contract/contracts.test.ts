import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CloudEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { catalogue, contractOf } from '../../contracts/catalogue.ts';
import { type Contract, envelope } from '../../contracts/envelope.ts';
import { generatedFiles } from '../../contracts/generated-files.ts';
import { busSchema } from '../../contracts/json-schema.ts';
import { councils } from '../../infra/config/councils.ts';
import { invalidSamples, typesWithSamples, validSamples } from '../support/samples.ts';

const ROOT = join(import.meta.dirname, '../..');
const filesUnder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((each) => join(folder, each));

/** Where our contracts see a fault in an event: JSON pointers. */
function faultsOf(event: Record<string, unknown>): string[] {
  const outer = envelope.safeParse(event);
  if (!outer.success) return outer.error.issues.map(({ path }) => `/${path.join('/')}`);
  const contract = contractOf(outer.data.type) as Contract;
  const schema = isOnBus(event) ? contract.data : (contract.written ?? contract.data);
  const data = schema.safeParse(outer.data.data);
  return data.success ? [] : data.error.issues.map(({ path }) => `/${['data', ...path].join('/')}`);
}

/** Ours, or one that a door has let in. */
const isOnBus = ({ source }: Record<string, unknown>): boolean => String(source).startsWith('council.');

const ajv = addFormats.default(new Ajv2020.default({ allErrors: true, strict: false }));
const writtenCheck = new Map(
  [...generatedFiles()]
    .filter(([path]) => path.endsWith('.schema.json'))
    .map(([path, text]) => [path.split('/').at(-1)?.replace('.schema.json', ''), ajv.compile(JSON.parse(text))]),
);
const busCheck = new Map(
  catalogue.map((contract) => [
    contract.type,
    ajv.compile({ ...busSchema(contract), $id: `urn:bus:${contract.type}` }),
  ]),
);
const fitsSchema = (type: string, event: Record<string, unknown>) =>
  (isOnBus(event) ? busCheck : writtenCheck).get(type)?.(event);

describe('every sample ever committed', () => {
  test.each(validSamples)('$type $name is valid', ({ type, event }) => {
    expect(event['type']).toBe(type);
    expect(faultsOf(event)).toEqual([]);
    expect(fitsSchema(type, event)).toBe(true);
    expect(() => new CloudEvent(event, true)).not.toThrow(); // the CloudEvents project's own reading
  });

  test.each(invalidSamples)('$type $name: $why', ({ type, event, pointer, beyondJsonSchema = false }) => {
    expect(faultsOf(event)).toContain(pointer);
    expect(fitsSchema(type, event)).toBe(beyondJsonSchema);
  });
});

describe('the catalogue', () => {
  test('holds every contract there is, each type once', () => {
    const files = filesUnder('contracts/events').filter((path) => /\.v\d+\.ts$/.test(path));
    const types = files.map((path) =>
      path.replace('contracts/events/', 'council.').replace('/', '.').replace(/\.ts$/, ''),
    );
    expect(catalogue.map(({ type }) => type).sort()).toEqual(types.sort());
  });

  test('has a valid sample and several invalid ones of each', () => {
    expect([...typesWithSamples].sort()).toEqual(catalogue.map(({ type }) => type).sort());
    for (const { type } of catalogue) {
      expect(validSamples.filter((each) => each.type === type).length).toBeGreaterThanOrEqual(1);
      expect(invalidSamples.filter((each) => each.type === type).length).toBeGreaterThanOrEqual(3);
    }
  });

  test('names functions that are there', () => {
    const functions = filesUnder('functions').filter((path) => path.endsWith('/env.ts'));
    const names = functions.map((path) => path.split('/').at(-2));
    for (const { consumers, emitters } of catalogue) {
      expect(names).toEqual(expect.arrayContaining([...consumers]));
      expect([...names, ...councils.flatMap(({ sources }) => Object.keys(sources))]).toEqual(
        expect.arrayContaining([...emitters]),
      );
    }
  });

  test('names every system that a council lets tell it', () => {
    const unnamed = councils.flatMap(({ sources }) =>
      Object.entries(sources).flatMap(([name, { types }]) =>
        types.filter((type) => !contractOf(type)?.emitters.includes(name)).map((type) => `${name}: ${type}`),
      ),
    );
    expect(unnamed).toEqual([]);
  });

  const fieldsOf = (schema: unknown): string[] =>
    Object.keys((schema as { unwrap: () => { shape: object } }).unwrap().shape);

  test('keys every reference of an event that comes from outside', () => {
    for (const contract of catalogue.filter(({ door }) => door)) {
      const fields = fieldsOf(contract.data).filter((name) => /_refs?$/.test(name));
      expect(Object.keys(contract.references ?? {}), contract.type).toEqual(expect.arrayContaining(fields));
    }
  });

  test('takes off what is contact data or words, and nothing else', () => {
    for (const { type, data, written, contact = [] } of catalogue) {
      const more = written ? fieldsOf(written).filter((name) => !fieldsOf(data).includes(name)) : [];
      expect(more.sort(), type).toEqual(contact.toSorted());
    }
  });

  test('says what a fact is about, and what names it, by fields that it has', () => {
    for (const { type, references, subject, names, door, matter, data, written } of catalogue) {
      const about = matter ? [matter.ref] : [subject].filter((each) => each);
      const fields = typeof subject === 'object' ? Object.values(subject.of) : about;
      expect(Object.keys(references ?? {}), type).toEqual(expect.arrayContaining(fields));
      // What comes through a door and holds a reference is about something, so that its order counts.
      if (door && references) expect(fields, type).not.toEqual([]);
      const sample = validSamples.filter((each) => each.type === type).map(({ event }) => event['data'] as object);
      const known = ['subject', 'id', ...sample.flatMap((data) => Object.keys(data))];
      expect(known, type).toEqual(expect.arrayContaining([...(names?.by ?? [])]));
      if (!matter) continue;
      const { ref, bill_year = ref, people = ref, occasion, open_until = [], reporter = ref, words = [] } = matter;
      expect(fieldsOf(data), type).toEqual(
        expect.arrayContaining([ref, bill_year, people, ...occasion, ...open_until]),
      );
      expect(fieldsOf(written ?? data), type).toEqual(expect.arrayContaining([reporter, ...words]));
    }
  });
});

describe('what is generated', () => {
  test.each([...generatedFiles()])('%s is fresh (else: npm run schemas)', (path, text) => {
    expect(existsSync(join(ROOT, path)) && readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  });

  test('leaves no schema of a contract that is gone', () => {
    const paths = filesUnder('contracts/schemas');
    expect(paths.filter((path) => !generatedFiles().has(path))).toEqual([]);
  });

  // The AsyncAPI project's own parser reads the document too; it cannot be had for every platform, so it is not kept.
  test('is an AsyncAPI 3 document whose references all lead somewhere', () => {
    const document = JSON.parse(generatedFiles().get('contracts/schemas/asyncapi.json') ?? '') as AsyncApi;
    expect(document.asyncapi).toBe('3.0.0');
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    for (const path of references) {
      const found = path.split('/').reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], document);
      expect(found, path).toBeDefined();
    }
    const addresses = Object.values(document.channels).map(({ address }) => address);
    expect(addresses.sort()).toEqual(catalogue.map(({ type }) => type).sort());
    const count = (action: string) =>
      Object.values(document.operations).filter((each) => each.action === action).length;
    expect(count('receive')).toBe(catalogue.flatMap(({ consumers }) => consumers).length);
    expect(count('send')).toBe(catalogue.flatMap(({ emitters }) => emitters).length);
  });
});

type AsyncApi = {
  asyncapi: string;
  channels: Record<string, { address: string }>;
  operations: Record<string, { action: string }>;
};
