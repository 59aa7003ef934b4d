import * as z from 'zod';
import { COMPARED, type Compared } from '../../../contracts/officers/drift.ts';
import { type NameForSubscriber, nameForSubscriber } from '../../register/for-subscriber.ts';
import { registerReader } from '../../register/reader.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import { keptTokens, readSecret, type Tokens } from '../../shared/secret.ts';
import { readSystems, type SystemEntry } from '../settings.ts';
import type { SyncStore } from '../store/ports.ts';
import { syncTable } from '../store/sync-table.ts';
import type { ENV } from './env.ts';

export type Deps = {
  officers: Tokens;
  store: Pick<SyncStore, 'all' | 'circuit' | 'countDead' | 'dead' | 'due' | 'ended' | 'ofSubject' | 'subject'>;
  name: NameForSubscriber;
  council: string;
  systems: readonly SystemEntry[];
  /** The columns that each of them may have. */
  mayHave: ReadonlyMap<string, Compared[]>;
  key: MakeKey;
  now: Now;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const now = clockFrom(env);
  const tables = aws.tables();
  return {
    officers: keptTokens(aws.secrets(), { id: env.OFFICERS_SECRET, name: 'OFFICERS_SECRET' }, now),
    store: syncTable(tables, env.SYNC_TABLE, now),
    name: nameForSubscriber(registerReader(tables, env.REGISTER_TABLE)),
    council: env.COUNCIL,
    systems: readSystems(env.SUBSCRIBERS),
    now,
    mayHave: new Map(
      Object.entries(readJson('MAY_HAVE', env.MAY_HAVE, z.record(z.string(), z.array(z.enum(COMPARED))))),
    ),
    key: keysWith(await readSecret(aws.secrets(), env.REFERENCE_KEY_SECRET)),
  };
}
