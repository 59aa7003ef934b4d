import { join } from 'node:path';
import { catalogue } from '../../../contracts/catalogue.ts';
import { LAYOUTS_FOLDER, layoutsIn, layoutsTogether, moreLayouts } from '../../../contracts/files/layouts.ts';
import { shapeOf, versionsOf } from '../../../contracts/versions.ts';
import { objects, pointers } from '../../shared/aws.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { catalogueFiles } from '../catalogue/catalogue.ts';
import { filesIn, guidesIn, samplesIn, snapshotsIn } from '../catalogue/read-sources.ts';
import { publisher, readSystems, readTold } from '../settings.ts';
import { siteOn } from '../site/site-on-aws.ts';
import type { ENV } from './env.ts';
import type { Deps } from './publish-catalogue.ts';

/** @param root the folder that the function's files lie in, under their paths in the project */
export async function buildDeps(env: Env<typeof ENV>, root: string): Promise<Deps> {
  const shipped = layoutsIn(join(root, LAYOUTS_FOLDER));
  const types = catalogue.map(({ type }) => type);
  return {
    files: () =>
      catalogueFiles({
        publisher: readJson('PUBLISHER', env.PUBLISHER, publisher),
        api: env.API_URL.replace(/\/$/, ''),
        contracts: catalogue,
        layouts: layoutsTogether([...shipped, ...moreLayouts(env.LAYOUTS)]),
        systems: readSystems(env.SYSTEMS),
        told: readTold(env.TOLD),
        samples: samplesIn(root, types),
        files: filesIn(root),
        guides: guidesIn(root),
        versions: versionsOf(snapshotsIn(root), shapeOf(catalogue, shipped)),
      }),
    site: siteOn({
      ...{ objects: objects(), bucket: env.SITE_BUCKET, pointers: pointers(), pointer: env.SITE_POINTER },
      key: 'catalogue',
    }),
  };
}
