import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import { objects, pointers } from '../../shared/aws.ts';
import { clockFrom } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { errorForLog } from '../../shared/log.ts';
import { factsOn } from '../facts/bucket.ts';
import { notFoundPage } from '../pages/not-found-page.ts';
import { sha256 } from '../publication/files/names.ts';
import { publisher } from '../settings.ts';
import { memoryOn, siteOn } from '../site/site-on-aws.ts';
import type { ENV } from './env.ts';
import type { Deps } from './publish-on-command.ts';

/** @param root the folder that the function's files lie in, under their paths in the project */
export async function buildDeps(env: Env<typeof ENV>, { root, log }: { root: string; log: Logger }): Promise<Deps> {
  const client = objects();
  const memory = memoryOn(client, env.FACTS_BUCKET);
  const who = readJson('PUBLISHER', env.PUBLISHER, publisher);
  return {
    site: siteOn({
      ...{ objects: client, bucket: env.SITE_BUCKET, pointers: pointers(), pointer: env.SITE_POINTER },
      key: 'release',
    }),
    memory,
    notFound: Buffer.from(notFoundPage({ publisher: who })),
    release: async (about) => {
      // Charts need a large library, and neither a start nor a message that finds nothing to publish waits for it.
      const { pages, readDefinitions, releaseFrom } = await import('./later.mjs');
      const definitions = await readDefinitions(join(root, 'functions/performance/datasets'));
      // Once it is bundled, all code that makes releases is in this file.
      const code = sha256(await readFile(new URL('./later.mjs', import.meta.url)));
      const settings = { definitions, publisher: who, councils: [who], pages, code };
      return releaseFrom(factsOn(client, env.FACTS_BUCKET), memory, settings)(about);
    },
    // Source and code only: an event's id and the text may be anything that its source wrote.
    tell: ({ source, code }) => log.warn('fact-flagged', { source, code }),
    say: (word, about) => log.info(word, about),
    alarm: (word, error) => log.error(word, errorForLog(error)),
    now: clockFrom(env),
  };
}
