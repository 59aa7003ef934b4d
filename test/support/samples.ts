import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLES = join(import.meta.dirname, '../../events/samples');

export type ValidSample = { type: string; name: string; event: Record<string, unknown> };
export type InvalidSample = ValidSample & {
  why: string;
  /** Where in the event the fault is. */
  pointer: string;
  /** True if only our own contract notices: JSON Schema cannot say it, or says it too clumsily. */
  beyondJsonSchema?: boolean;
};

const read = (prefix: string) =>
  readdirSync(SAMPLES).flatMap((type) =>
    readdirSync(join(SAMPLES, type))
      .filter((name) => name.startsWith(prefix))
      .map((name) => ({ type, name, json: JSON.parse(readFileSync(join(SAMPLES, type, name), 'utf8')) })),
  );

export const typesWithSamples = readdirSync(SAMPLES);
export const validSamples: ValidSample[] = read('valid-').map(({ json, ...sample }) => ({ ...sample, event: json }));
export const invalidSamples: InvalidSample[] = read('invalid-').map(({ json, ...sample }) => ({ ...sample, ...json }));
