import { fileURLToPath } from 'node:url';
import { pages } from '../../../functions/performance/pages/pages.ts';
import { readDefinitions } from '../../../functions/performance/publication/definitions.ts';
import type { PublishInput } from '../../../functions/performance/publication/publish.ts';
import type { Publisher } from '../../../functions/performance/publication/types.ts';
import { councilOf, councils, publisherOf } from '../../../infra/config/councils.ts';
import { WrongUsage } from '../trouble.ts';

const DATASETS = fileURLToPath(new URL('../../../functions/performance/datasets', import.meta.url));

/** What every release of this copy of Crier is computed with. */
export async function settingsFor(publisher: Publisher): Promise<Omit<PublishInput, 'database' | 'asOf' | 'before'>> {
  return { definitions: await readDefinitions(DATASETS), publisher, councils, pages };
}

/** The council that publishes, from the council's configuration: the first one's, if none is named. */
export function publisherFor(id: string | undefined, url: string | undefined): Publisher {
  const publisher = publisherOf(id === undefined ? councils[0]! : known(id));
  return url === undefined ? publisher : { ...publisher, url: url.replace(/\/+$/, '') };
}

function known(id: string) {
  try {
    return councilOf(id);
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}
