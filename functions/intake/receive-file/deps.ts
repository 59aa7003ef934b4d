import * as z from 'zod';
import * as aws from '../../shared/aws.ts';
import { clockFrom } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { keptTokens, type Tokens } from '../../shared/secret.ts';
import { deliveriesOn } from './deliveries.ts';
import type { ENV } from './env.ts';
import type { Deliveries } from './ports.ts';

export type Deps = {
  /** Bearer tokens of the sources. */
  tokens: Tokens;
  /** Whose files each layout is of. */
  sources: Readonly<Record<string, string>>;
  deliveries: Deliveries;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const now = clockFrom(env);
  return {
    tokens: keptTokens(aws.secrets(), { id: env.SOURCES_SECRET, name: 'SOURCES_SECRET' }, now),
    sources: readJson('LAYOUT_SOURCES', env.LAYOUT_SOURCES, z.record(z.string(), z.string())),
    deliveries: deliveriesOn(aws.objects(), env.INBOX_BUCKET, Date.now), // of S3's own clock
  };
}
