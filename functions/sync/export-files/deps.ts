import { nameForSubscriber } from '../../register/for-subscriber.ts';
import { registerReader } from '../../register/reader.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { keysWith } from '../../shared/ids.ts';
import { readSecret } from '../../shared/secret.ts';
import { readFiles } from '../settings.ts';
import { syncTable } from '../store/sync-table.ts';
import type { ENV } from './env.ts';
import { filesOn } from './files-bucket.ts';
import type { Deps } from './ports.ts';

export async function buildDeps(env: Env<typeof ENV>, alarm: Deps['alarm']): Promise<Deps> {
  const now = clockFrom(env);
  const tables = aws.tablesOfBulk();
  return {
    store: syncTable(tables, env.SYNC_TABLE, now),
    subscribers: new Map(readFiles(env.FILES).map((each) => [each.name, each])),
    name: nameForSubscriber(registerReader(tables, env.REGISTER_TABLE)),
    files: filesOn(aws.objects(), env.OUTBOX_BUCKET),
    alarm,
    now,
    clock: Date.now,
    chance: () => Math.random(),
    key: keysWith(await readSecret(aws.secrets(), env.REFERENCE_KEY_SECRET)),
    council: env.COUNCIL,
  };
}
