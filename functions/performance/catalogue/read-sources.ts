import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Snapshot } from '../../../contracts/versions.ts';
import type { EventSample } from './types.ts';

/** The folders that the catalogue is made from beside the contracts' code, from the project's root. */
export const SAMPLES_FOLDER = 'events/samples';
export const FILES_FOLDER = 'events/files';
export const GUIDES_FOLDER = 'functions/performance/catalogue/guides';
export const VERSIONS_FOLDER = 'contracts/versions';

const named = (folder: string, end: string): [string, string][] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(end))
    .sort()
    .map((file) => [basename(file, end), readFileSync(join(folder, file), 'utf8')]);

/** Of each type its valid samples, as a source sends it first. */
export const samplesIn = (root: string, types: readonly string[]): Map<string, EventSample[]> =>
  new Map(types.map((type) => [type, samplesOf(join(root, SAMPLES_FOLDER, type))]));

const samplesOf = (folder: string): EventSample[] =>
  named(folder, '.json')
    .filter(([name]) => name.startsWith('valid-'))
    .map(([name, json]): EventSample => ({ file: `${name}.json`, as: isOnBus(json) ? 'bus' : 'written', json }))
    .sort((a, b) => (a.as === b.as ? 0 : a.as === 'written' ? -1 : 1));

/** What Crier puts on the bus has a source of its own. */
const isOnBus = (json: string): boolean =>
  String((JSON.parse(json) as { source?: unknown }).source).startsWith('council.');

/** Sample files that are right, by their layout. */
export const filesIn = (root: string): Map<string, string> =>
  new Map(named(join(root, FILES_FOLDER), '.csv').filter(([name]) => !name.endsWith('.wrong')));

export const guidesIn = (root: string): Map<string, string> => new Map(named(join(root, GUIDES_FOLDER), '.md'));

export const snapshotsIn = (root: string): Snapshot[] =>
  named(join(root, VERSIONS_FOLDER), '.json').map(([, json]) => JSON.parse(json) as Snapshot);
