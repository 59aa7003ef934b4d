import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from '../../functions/performance/facts/fact.ts';
import { factsOf } from '../../functions/performance/facts/from-event.ts';
import { cellsOfAll } from '../../functions/performance/publication/cells.ts';
import { readDefinitions } from '../../functions/performance/publication/definitions.ts';
import { openFactDatabase } from '../../functions/performance/publication/fact-database.ts';
import { dateOf, dayNumber } from '../../functions/performance/publication/periods.ts';
import { type PublishInput, publish } from '../../functions/performance/publication/publish.ts';
import type { Former, Release, Row } from '../../functions/performance/publication/types.ts';
import { councils, factsCouncilOf, publisherOf } from '../../infra/config/councils.ts';

const ROOT = join(import.meta.dirname, '..', '..');
export const definitions = await readDefinitions(join(ROOT, 'functions/performance/datasets'));
export const publisher = publisherOf(councils[0]!);

/** Publishes facts with the real datasets. */
export function published(
  facts: readonly Fact[],
  {
    asOf,
    before = null,
    ...more
  }: { asOf: string; before?: Former | null } & Partial<Pick<PublishInput, 'definitions'>>,
): Release {
  const database = openFactDatabase();
  try {
    database.put(cellsOfAll(facts));
    return publish({ database, asOf, definitions, publisher, councils, before, ...more });
  } finally {
    database.close();
  }
}

const events = readdirSync(join(ROOT, 'events/history')).flatMap((file) =>
  readFileSync(join(ROOT, 'events/history', file), 'utf8')
    .trim()
    .split('\n'),
);
/** The council's real figures, recorded with the report of December 2018. */
export const history: Fact[] = events.flatMap(
  (line) => factsOf(JSON.parse(line), '2018-12-31', councils.map(factsCouncilOf)).facts,
);

let made = 0;
const common = (day: string, recorded: string) => {
  made += 1;
  return { id: `fact-${made}`, day, recorded, area: 'E06000004' };
};
type Told = { source?: string; service?: string; channel?: 'telephone' | 'email' | 'self_serve'; recorded?: string };

/** A count of the days from the first to the last. */
export const count = (
  [from, to]: [string, string],
  contacts: number,
  {
    source = 'contact-centre',
    service = 'waste',
    channel = 'telephone',
    recorded = to,
    ...more
  }: Told & { revision?: number; id?: string } = {},
): Fact => ({
  ...common(from, recorded),
  ...{ measure: 'contacts-counted', source, service, channel, from, to, contacts, revision: 1 },
  ...more,
});

export const contact = (
  day: string,
  { source = 'contact-centre', service = 'waste', channel = 'telephone', recorded = day }: Told = {},
): Fact => ({ ...common(day, recorded), measure: 'contact', source, service, channel });

/** That a source has covered the days from the first to the last; without a service, all that it tells of. */
export const covers = (from: string, to: string, service: string | null = null): Fact[] =>
  Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, place) => {
    const day = dateOf(dayNumber(from) + place);
    return { ...common(day, day), measure: 'day-covered', source: 'contact-centre', service };
  });

export const answer = (day: string, score: number, { service = 'waste', channel = 'telephone' }: Told = {}): Fact => ({
  ...common(day, day),
  ...{ measure: 'satisfaction', source: 'contact-centre', service, channel, score },
});

type Step = Extract<Fact, { measure: 'notice' }>;
const step = (day: string, outcome: Step['outcome'], more: Partial<Step>): Fact => ({
  ...common(day, day),
  ...{ measure: 'notice', source: 'council.notices', notice: `n${made}`, notice_type: 'ct.reminder.first', outcome },
  ...{
    channel: null,
    reason_class: null,
    cost_pence: null,
    seconds: null,
    days_to_service: null,
    fallback: 0,
    at: `${day}T09:00:00.000Z`,
  },
  ...more,
});

export const planned = (day: string, more: Partial<Step> = {}): Fact => step(day, 'planned', more);

export const stage = (day: string, outcome: 'sent' | 'delivered' | 'failed', more: Partial<Step> = {}): Fact =>
  step(day, outcome, {
    channel: 'sms',
    cost_pence: outcome === 'sent' ? 2.4 : null,
    seconds: outcome === 'delivered' ? 60 : null,
    at: `${day}T10:00:00.000Z`,
    ...more,
  });

export const notSent = (day: string, more: Partial<Step> = {}): Fact =>
  step(day, 'blocked', { reason_class: 'payment-or-balance', ...more });

export const rowsOf = ({ files }: Pick<Release, 'files'>, name: string): Row[] =>
  JSON.parse(Buffer.from(files.get(`open-data/${name}/${name}.json`)!).toString());

/** A year of several services with a bit of everything, small numbers too. Always the same. */
export function aYear(): Fact[] {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const facts: Fact[] = [];
  for (let day = Date.UTC(2025, 3, 1); day <= Date.UTC(2026, 2, 31); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    for (const service of ['waste', 'council-tax'])
      for (const channel of ['telephone', 'email', 'self_serve'] as const)
        facts.push(count([date, date], channel === 'email' ? next(6) : 50 + next(40), { service, channel }));
    if (next(3) === 0) facts.push(answer(date, 1 + next(5), { channel: next(2) ? 'telephone' : 'email' }));
    for (let notice = next(8); notice > 0; notice -= 1) {
      const about = { notice: `n${date}${notice}`, channel: next(4) === 0 ? ('email' as const) : ('sms' as const) };
      facts.push(stage(date, 'sent', { ...about, cost_pence: about.channel === 'sms' ? 2.4 : 0 }));
      if (next(9) > 0) facts.push(stage(date, 'delivered', { ...about, seconds: 5 + next(600) }));
      else facts.push(stage(date, 'failed', about));
    }
    if (next(4) === 0) facts.push(notSent(date, { reason_class: next(2) ? 'window' : 'welfare-or-legal' }));
  }
  return facts;
}
