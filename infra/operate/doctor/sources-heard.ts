import type { Clients } from '../clients.ts';
import { sourcesIn } from '../pause.ts';
import type { StackNow } from '../stack-now.ts';
import type { Check, Finding } from './finding.ts';

/** Files that are read by code do not come as events: whose they are. */
const EXTRACTS: Readonly<Record<string, string>> = { 'revenues-benefits': 'recovery-extract' };

/** Sources of a council that nothing was ever taken from, and those from which nothing is taken now. */
export async function sourcesHeard(
  clients: Pick<Clients, 'tables'>,
  stack: StackNow,
  sources: readonly string[],
): Promise<Check> {
  const known = sourcesIn(clients, stack);
  const findingsOf = async (source: string): Promise<Finding[]> => {
    const paused = await known.paused(source);
    if (paused !== null) {
      const what = `${source} is paused since ${paused.since} by ${paused.by}: nothing of it is taken`;
      return [{ grade: 'look', what, mend: `npm run crier -- resume ${source}` }];
    }
    if (await known.heard(source, EXTRACTS[source])) return [];
    const mend = `ask its team; npm run crier -- rotate sources/${source} shows how it gets a token, the catalogue has guides`;
    return [{ grade: 'look', what: `${source} has never sent anything`, mend }];
  };
  return { name: 'sources', findings: (await Promise.all(sources.map(findingsOf))).flat() };
}
