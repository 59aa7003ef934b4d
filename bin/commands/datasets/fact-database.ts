import { readFile } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fact } from '../../../functions/performance/facts/fact.ts';
import { factsIn } from '../../../functions/performance/facts/objects.ts';
import { cellsOf, cellsOfAll } from '../../../functions/performance/publication/cells.ts';
import { type FactDatabase, openFactDatabase } from '../../../functions/performance/publication/fact-database.ts';
import { londonDate } from '../../../functions/shared/calendar/london.ts';
import { councils, factsCouncilOf } from '../../../infra/config/councils.ts';
import { clean } from '../print.ts';
import { WrongUsage } from '../trouble.ts';
import { factsInEvents, filesIn } from './read-events.ts';

const HISTORY = fileURLToPath(new URL('../../../events/history', import.meta.url));

/** For people: what is done, and what was wrong. Figures and verdicts go to standard output. */
export const tell = (line: string): void => {
  process.stderr.write(`${clean(line)}\n`);
};

/**
 * The facts that `--events` or `--facts` name, in a database in memory; the council's real figures if neither is given.
 * @throws WrongUsage if both are given
 */
export async function factDatabaseOf({ events, facts }: { events?: string; facts?: string }): Promise<FactDatabase> {
  if (events !== undefined && facts !== undefined) throw new WrongUsage('Give --events or --facts, not both.');
  const database = openFactDatabase();
  if (facts !== undefined) await putFacts(database, facts);
  else await putEvents(database, events ?? HISTORY);
  return database;
}

async function putEvents(database: FactDatabase, folder: string): Promise<void> {
  const reading = { councils: councils.map(factsCouncilOf), today: londonDate(Date.now()) };
  const { facts, found, left } = await factsInEvents(folder, reading);
  tellOfLeft(left, '*.ndjson, *.json or *.csv');
  for (const { where, source, code, text } of found) tell(`${where}: ${source || 'unknown source'}: ${code}: ${text}`);
  if (found.length > 0) tell(`${found.length} events or rows were refused; the others count.`);
  database.put(cellsOfAll(facts));
}

/** @param known what is read, as words */
function tellOfLeft(left: readonly string[], known: string): void {
  for (const name of left) tell(`${name}: left alone, since only ${known} files are read.`);
}

/** Facts as they rest, `facts/<measure>/<day>/<name>.ndjson`, one day at a time. */
async function putFacts(database: FactDatabase, folder: string): Promise<void> {
  const { files, left } = await filesIn(folder, ['.ndjson']);
  tellOfLeft(left, '*.ndjson');
  const days = Map.groupBy(files, ({ path }) => dirname(path));
  for (const [day, ofDay] of days) {
    const facts: Fact[] = [];
    for (const { path } of ofDay) {
      const key = `facts/${basename(dirname(day))}/${basename(day)}/${basename(path)}`;
      const { facts: read, problems } = factsIn({ key, body: await readFile(path, 'utf8') });
      for (const { text } of problems) tell(`${relative(folder, path)} ${text}`);
      for (const fact of read) facts.push(fact);
    }
    const [first] = facts;
    if (first) database.put([cellsOf(first.measure, first.day, facts)]);
  }
}
