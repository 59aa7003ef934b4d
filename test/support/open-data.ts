import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactsCouncil } from '../../functions/performance/facts/fact.ts';
import { factsOf } from '../../functions/performance/facts/from-event.ts';
import { pages } from '../../functions/performance/pages/pages.ts';
import { cellsOfAll } from '../../functions/performance/publication/cells.ts';
import { readDefinitions } from '../../functions/performance/publication/definitions.ts';
import { newestRecorded, openFactDatabase } from '../../functions/performance/publication/fact-database.ts';
import { publish } from '../../functions/performance/publication/publish.ts';
import type { Former, Release } from '../../functions/performance/publication/types.ts';
import { stockton } from '../../infra/config/stockton.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const COUNCIL = { ...stockton, text_price_pence: stockton.text_price_pence } as unknown as FactsCouncil;
const PUBLISHER = { ons_code: stockton.ons_code, name: stockton.name, ...stockton.open_data };

/** The scrutiny report's figures, as events. */
export const historyEvents = (): object[] =>
  ['all-services-2017-18', 'care-for-your-area-2012-19'].flatMap((name) =>
    readFileSync(join(ROOT, 'events', 'history', `${name}.ndjson`), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as object),
  );

/** A count of contacts as an event, recorded on the day after it ends. */
export function countEvent(
  id: string,
  data: { service: string; channel: string; from: string; to: string; contacts: number; revision?: number },
  recorded = new Date(Date.parse(data.to) + 86_400_000).toISOString().slice(0, 10),
): object {
  return {
    specversion: '1.0',
    id,
    source: 'contact-centre',
    type: 'council.contacts.contacts-counted.v1',
    time: `${recorded}T12:00:00Z`,
    council: 'stockton',
    data: { revision: 1, ...data },
  };
}

/** Publishes events with the real datasets and pages. */
export async function released(
  events: object[],
  { asOf, before = null }: { asOf?: string; before?: Former | null } = {},
): Promise<Release> {
  const facts = events.flatMap((event) => {
    const { facts: told, problems } = factsOf(event, String((event as { time: string }).time).slice(0, 10), [COUNCIL]);
    if (problems.length > 0) throw new Error(problems[0]!.text);
    return told;
  });
  const database = openFactDatabase();
  try {
    database.put(cellsOfAll(facts));
    return publish({
      database,
      asOf: asOf ?? newestRecorded(database)!,
      definitions: await readDefinitions(join(ROOT, 'functions', 'performance', 'datasets')),
      publisher: PUBLISHER,
      councils: [{ ons_code: stockton.ons_code, name: stockton.name }],
      before,
      pages,
    });
  } finally {
    database.close();
  }
}
