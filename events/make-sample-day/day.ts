// The day that is made up.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '..', 'sample-day.json');
const { now } = JSON.parse(readFileSync(FILE, 'utf8')) as { now: string };

export const TODAY = now.slice(0, 10);
/** The bill year that everything of the day is about. */
export const YEAR = '2026-27';
export const daysBefore = (days: number): string =>
  new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);
