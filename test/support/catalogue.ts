import { join } from 'node:path';
import { catalogue } from '../../contracts/catalogue.ts';
import { LAYOUTS_FOLDER, layoutsIn } from '../../contracts/files/layouts.ts';
import { shapeOf, versionsOf } from '../../contracts/versions.ts';
import { filesIn, guidesIn, samplesIn, snapshotsIn } from '../../functions/performance/catalogue/read-sources.ts';
import type { CatalogueInput } from '../../functions/performance/catalogue/types.ts';
import { packSystems, packTold, readSystems, readTold } from '../../functions/performance/settings.ts';
import { publisherOf } from '../../infra/config/councils.ts';
import { systemsOf } from '../../infra/config/open311.ts';
import { stockton } from '../../infra/config/stockton.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What Stockton's catalogue is made from, as its stack has it. */
export function catalogueInput(): CatalogueInput {
  const layouts = layoutsIn(join(ROOT, LAYOUTS_FOLDER));
  return {
    publisher: publisherOf(stockton),
    api: 'https://api.stockton.example',
    contracts: catalogue,
    layouts,
    systems: readSystems(packSystems(systemsOf(stockton))),
    told: readTold(packTold(stockton.subscribers)),
    samples: samplesIn(
      ROOT,
      catalogue.map(({ type }) => type),
    ),
    files: filesIn(ROOT),
    guides: guidesIn(ROOT),
    versions: versionsOf(snapshotsIn(ROOT), shapeOf(catalogue, layouts)),
  };
}

/** The blocks of code of a guide's page, by their ids, as a reader copies them. */
export const blocksOn = (page: string): Map<string, string> =>
  new Map(
    [...page.matchAll(/<pre class="code"[^>]* id="([^"]+)"><code>(.*?)<\/code><\/pre>/gs)].map(
      ([, id = '', html = '']) => [id, readable(html)],
    ),
  );

const SIGNS: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const readable = (html: string): string => html.replaceAll(/&(lt|gt|quot|#39|amp);/g, (sign) => SIGNS[sign]!);
