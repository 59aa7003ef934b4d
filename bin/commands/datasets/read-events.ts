import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { Fact, FactsCouncil, Problem } from '../../../functions/performance/facts/fact.ts';
import { factsOf } from '../../../functions/performance/facts/from-event.ts';
import { londonDate } from '../../../functions/shared/calendar/london.ts';
import { Failed } from '../trouble.ts';
import { countsLayout, eventsInCounts } from './read-counts.ts';

/** What is wrong with an event, and where it stands: `name.ndjson, line 3`. */
export type Found = Problem & { where: string };

type FactsRead = {
  facts: Fact[];
  found: Found[];
  /** Files that are none of these. */
  left: string[];
};
type Reading = { councils: readonly FactsCouncil[]; today: string };

/**
 * The facts of a folder of event files: `*.ndjson` with an event on each line, `*.json` with one event, an array or
 * `{ "events": [...] }`, `*.csv` with counts of the first council (`eventsInCounts`), in any folders below. What will not
 * do is told, and the rest is taken.
 * @throws Failed if there is no such folder
 */
export async function factsInEvents(folder: string, reading: Reading): Promise<FactsRead> {
  const facts: Fact[] = [];
  const found: Found[] = [];
  const take = (event: unknown, where: string): void => {
    const recorded = recordedOn(event);
    if (recorded !== null && recorded > reading.today) {
      const { source, id } = event as { source?: unknown; id?: unknown };
      const problem = { source: textOf(source), event: textOf(id), code: 'future' };
      found.push({ ...problem, where, text: `its time is ${recorded}, which is still to come: correct its time.` });
      return;
    }
    const made = factsOf(event, recorded ?? reading.today, reading.councils);
    for (const fact of made.facts) facts.push(fact);
    for (const problem of made.problems) found.push({ ...problem, where });
  };
  const unreadable = (where: string, text: string): void => {
    found.push({ source: '', event: '', code: 'unreadable', where, text });
  };
  const { files, left } = await filesIn(folder, ['.json', '.ndjson', '.csv']);
  for (const { path, ending } of files) {
    const name = relative(folder, path);
    if (ending === '.csv') await readCountFile(path, { name, take, found, reading });
    else if (ending === '.ndjson') await readLines(path, { name, take, unreadable });
    else await readDocument(path, { name, take, unreadable });
  }
  return { facts, found, left };
}

type OfCounts = Pick<To, 'name' | 'take'> & { found: Found[]; reading: Reading };

async function readCountFile(path: string, { name, take, found, reading }: OfCounts): Promise<void> {
  const council = reading.councils[0]!.id;
  const { events, refused } = await eventsInCounts(path, { name: basename(path), council, today: reading.today });
  for (const event of events) take(event, name);
  for (const { line, ...rest } of refused)
    found.push({
      ...rest,
      source: countsLayout().source,
      event: '',
      where: line === null ? name : `${name}, line ${line}`,
    });
}

type To = {
  name: string;
  take: (event: unknown, where: string) => void;
  unreadable: (where: string, text: string) => void;
};

async function readLines(path: string, { name, take, unreadable }: To): Promise<void> {
  let number = 0;
  let bad: number | null = null;
  const flush = () => {
    if (bad !== null) unreadable(`${name}, line ${bad}`, 'is no JSON: have its source send it again.');
    bad = null;
  };
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === '') continue;
    flush();
    let event: unknown;
    try {
      event = JSON.parse(number === 1 ? line.replace(/^\ufeff/, '') : line);
    } catch {
      bad = number;
      continue;
    }
    take(event, `${name}, line ${number}`);
  }
  if (bad !== null) {
    unreadable(`${name}, line ${bad}`, 'is no JSON and the last line: the file is cut short. Send it again, whole.');
  }
}

async function readDocument(path: string, { name, take, unreadable }: To): Promise<void> {
  let read: unknown;
  try {
    read = JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
  } catch {
    return unreadable(name, 'is no JSON, and may be cut short: nothing of it is taken. Send it again, whole.');
  }
  const { events } = (read ?? {}) as { events?: unknown };
  const list = Array.isArray(read) ? read : Array.isArray(events) ? events : [read];
  list.forEach((event, place) => {
    take(event, list.length === 1 ? name : `${name}, event ${place + 1}`);
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** The London day on which the event reached Crier, if it says so, or of the event; null if it says neither. */
function recordedOn(event: unknown): string | null {
  const { recordedtime, time } = (event ?? {}) as { recordedtime?: unknown; time?: unknown };
  const instant = Date.parse(String(recordedtime ?? time));
  return Number.isNaN(instant) ? null : londonDate(instant);
}

type FilesIn = { files: { path: string; ending: string }[]; left: string[] };

/** All files below a folder that end so, in any case, and the others by their names there; both in the order of their paths. */
export async function filesIn(folder: string, endings: readonly string[]): Promise<FilesIn> {
  const kind = await stat(folder).catch(() => null);
  if (!kind?.isDirectory()) throw new Failed(`There is no folder ${folder}.`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const known = paths.sort().map((path) => {
    const name = path.toLowerCase();
    return { path, ending: endings.find((ending) => name.endsWith(ending)) };
  });
  return {
    files: known.flatMap(({ path, ending }) => (ending === undefined ? [] : { path, ending })),
    left: known.flatMap(({ path, ending }) => (ending === undefined ? relative(folder, path) : [])),
  };
}
