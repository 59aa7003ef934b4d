import { dateOf, dayNumber, endOf } from '../periods.ts';
import type { Flag } from '../types.ts';
import type { Series } from './series.ts';
import { ALL, type Figure, type KnownFigure } from './types.ts';

type Cell = { contacts: number; last: number | null };
/** Of one period: service, channel, what was counted. */
type Table = Map<string, Map<string, Cell>>;

type Periods = Map<string, { one: KnownFigure; table: Table }>;

function byPeriod(figures: readonly KnownFigure[]): Periods {
  const periods: Periods = new Map();
  for (const figure of figures) {
    const key = `${figure.period} ${figure.start}`;
    const known = periods.get(key) ?? { one: figure, table: new Map() };
    periods.set(key, known);
    const own = known.table.get(figure.service) ?? new Map<string, Cell>();
    known.table.set(figure.service, own.set(figure.channel, { contacts: figure.contacts, last: figure.last }));
  }
  return periods;
}

/**
 * The totals of one area: over services (`all`, where the council has not told its own) and over channels. A total is
 * there only where all its parts are known and are of the same days. Where it is not, and where a service and channel is
 * expected of which nothing is known, the figure is null: of these days something else is known, so its lack is told.
 */
export function totalsOf(
  figures: readonly KnownFigure[],
  { series, notAll: lacking }: { series: readonly Series[]; notAll: readonly string[][] },
): Figure[] {
  const tooFew = lacking.map((services) => new Set(services));
  const services = [...Map.groupBy(series, ({ service }) => service)];
  const totals: Figure[] = [];
  for (const { one, table } of byPeriod(figures).values()) {
    const put = (service: string, channel: string, cell: Cell | null): void => {
      totals.push({ ...one, service, channel, ...(cell ?? { contacts: null, last: null }) });
    };
    const first = dayNumber(one.start);
    const last = dayNumber(endOf(one.period, one.start));
    const expected = new Map(
      services
        .map(([service, own]) => [service, channelsIn(own, first, last)] as const)
        .filter(([, channels]) => channels.length > 0),
    );
    const present = [...table.keys()].filter((service) => service !== ALL);
    const lacks = tooFew.some((some) => present.every((service) => some.has(service)));
    const all = totalOverServices(table, expected, lacks);
    for (const service of new Set([...table.keys(), ...expected.keys()])) {
      const own = table.get(service);
      const channels = new Set([...(own?.keys() ?? []), ...(expected.get(service) ?? [])]);
      for (const channel of channels)
        if (!own?.has(channel) && !(service === ALL && all.has(channel))) put(service, channel, null);
      if (service !== ALL) put(service, ALL, sumOf([...channels].map((channel) => own?.get(channel))));
    }
    // Of services that are not all there never was a total to wait for.
    if (lacks && !table.has(ALL) && !expected.has(ALL)) continue;
    for (const [channel, cell] of all) if (!table.get(ALL)?.has(channel)) put(ALL, channel, cell);
    const ofAll = new Set([...all.keys(), ...(table.get(ALL)?.keys() ?? [])]);
    for (const channel of table.has(ALL) ? (expected.get(ALL) ?? []) : []) ofAll.add(channel);
    put(ALL, ALL, sumOf([...ofAll].map((channel) => table.get(ALL)?.get(channel) ?? all.get(channel) ?? undefined)));
  }
  return totals;
}

const channelsIn = (series: readonly Series[], first: number, last: number): string[] =>
  series.filter(({ expected }) => expected.first <= last && first <= expected.last).map(({ channel }) => channel);

/** The total of each channel over the services, null where it is not known, as where the services `lack` others. */
function totalOverServices(
  table: Table,
  expected: ReadonlyMap<string, readonly string[]>,
  lacks: boolean,
): Map<string, Cell | null> {
  const pairs = new Map<string, Set<string>>();
  const add = (channel: string, service: string) =>
    pairs.set(channel, (pairs.get(channel) ?? new Set<string>()).add(service));
  const present = [...table.keys()].filter((service) => service !== ALL);
  for (const service of present) for (const channel of table.get(service)!.keys()) add(channel, service);
  for (const [service, channels] of expected)
    if (service !== ALL) for (const channel of channels) add(channel, service);
  return new Map(
    [...pairs].map(([channel, services]) => [
      channel,
      lacks ? null : sumOf([...services].map((service) => table.get(service)?.get(channel))),
    ]),
  );
}

function sumOf(cells: (Cell | undefined)[]): Cell | null {
  let contacts = 0;
  for (const cell of cells) {
    if (!cell || cell.last !== cells[0]!.last) return null;
    contacts += cell.contacts;
  }
  return cells.length === 0 ? null : { contacts, last: cells[0]!.last };
}

/**
 * Where the council's own total was more than the sum of the services known then, these are not all services: without
 * another one beside them they make no total in any period of any year.
 */
export function notAll(figures: readonly KnownFigure[]): { services: string[][]; problems: Flag[] } {
  const problems: Flag[] = [];
  const found = new Map<string, string[]>();
  for (const { one, table } of byPeriod(figures).values()) {
    const services = [...table.keys()].filter((service) => service !== ALL).sort();
    for (const [channel, own] of table.get(ALL) ?? []) {
      const cells = services.map((service) => table.get(service)?.get(channel)).filter((cell) => cell !== undefined);
      const sum = cells.reduce((total, { contacts }) => total + contacts, 0);
      if (cells.some(({ last }) => last !== own.last)) continue;
      if (own.contacts > sum) found.set(services.join(' '), services);
      if (own.contacts < sum) {
        problems.push({
          source: '',
          code: 'total-too-small',
          text: `all services, ${channel}, ${one.period} of ${dateOf(dayNumber(one.start))}: the council's own total is ${own.contacts}, its services make ${sum}. Both are published.`,
        });
      }
    }
  }
  return { services: [...found.values()], problems };
}
