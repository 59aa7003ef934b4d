import * as z from 'zod';
import { personOf } from '../../register/for-subscriber.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import type { Key } from '../../shared/ids.ts';
import { oneByOne } from '../../shared/one-by-one.ts';
import { putOn } from '../../shared/queue.ts';
import { readWanting } from '../settings.ts';
import { gatherOn, ringEach } from '../steps/gather.ts';
import type { FileMessage } from '../steps/messages.ts';
import { ringOn } from '../steps/rings.ts';
import { syncTable } from '../store/sync-table.ts';
import type { ENV } from './env.ts';
import type { Deps } from './route-events.ts';

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const now = clockFrom(env);
  const store = syncTable(aws.tablesOfBulk(), env.SYNC_TABLE, now);
  const queues = aws.queues();
  const queueUrls = readJson('DELIVER_QUEUE_URLS', env.DELIVER_QUEUE_URLS, z.record(z.string(), z.string()));
  const subscribers = readWanting(env.SUBSCRIBERS);
  const wake = putOn<FileMessage>(queues, env.EXPORT_QUEUE_URL);
  const files = gatherOn({ store, wake, now, chance: () => Math.random() }, subscribers);
  return {
    store,
    subscribers,
    personOf: (event) => personOf(event) as Key,
    ring: ringEach(ringOn(queues, queueUrls), files, subscribers),
    alone: oneByOne(),
    now,
  };
}
