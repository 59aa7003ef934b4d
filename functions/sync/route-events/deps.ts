import * as z from 'zod';
import { personOf } from '../../register/for-subscriber.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import type { Key } from '../../shared/ids.ts';
import { oneByOne } from '../../shared/one-by-one.ts';
import { readSubscribers } from '../settings.ts';
import { ringOn } from '../steps/rings.ts';
import { syncTable } from '../store/sync-table.ts';
import type { ENV } from './env.ts';
import type { Deps } from './route-events.ts';

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const now = clockFrom(env);
  const queueUrls = readJson('DELIVER_QUEUE_URLS', env.DELIVER_QUEUE_URLS, z.record(z.string(), z.string()));
  return {
    store: syncTable(aws.tablesOfBulk(), env.SYNC_TABLE, now),
    subscribers: readSubscribers(env.SUBSCRIBERS),
    personOf: (event) => personOf(event) as Key,
    ring: ringOn(aws.queues(), queueUrls),
    alone: oneByOne(),
    now,
  };
}
