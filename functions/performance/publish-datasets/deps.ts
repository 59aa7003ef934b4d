import { join } from 'node:path';
import * as z from 'zod';
import { objects, pointers } from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { factsOn } from '../facts/bucket.ts';
import { readDefinitions } from '../publication/definitions.ts';
import type { ENV } from './env.ts';
import { releaseFrom } from './make-release.ts';
import type { Deps } from './publish-datasets.ts';
import { memoryOn, siteOn } from './site-on-aws.ts';

const publisher = z.strictObject({
  ons_code: z.string(),
  name: z.string(),
  url: z.url(),
  contact: z.strictObject({ name: z.string(), email: z.email() }),
});

/** @param root the folder that the function's files lie in, under their paths in the project */
export async function buildDeps(
  env: Env<typeof ENV>,
  { root, tell }: { root: string; tell: Deps['tell'] },
): Promise<Deps & { now: Now }> {
  const client = objects();
  return {
    site: siteOn({ objects: client, bucket: env.SITE_BUCKET, pointers: pointers(), pointer: env.SITE_POINTER }),
    memory: memoryOn(client, env.FACTS_BUCKET),
    release: releaseFrom({
      store: factsOn(client, env.FACTS_BUCKET),
      definitions: await readDefinitions(join(root, 'functions/performance/datasets')),
      publisher: publisher.parse(JSON.parse(env.PUBLISHER)),
    }),
    tell,
    now: clockFrom(env),
  };
}
