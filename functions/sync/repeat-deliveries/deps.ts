import * as z from 'zod';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { loggerFor } from '../../shared/log.ts';
import { keptTokens, type Tokens } from '../../shared/secret.ts';
import type { SyncStore } from '../store/ports.ts';
import { syncTable } from '../store/sync-table.ts';
import type { ENV } from './env.ts';
import { type StartReplay, startReplayOf } from './start-replay.ts';

export type Deps = {
  officers: Tokens;
  store: SyncStore;
  /** Their names. */
  subscribers: readonly string[];
  startReplay: StartReplay;
  /** Puts on record who had what told again. */
  record: (what: 'redriven' | 'replay-started', about: Readonly<Record<string, string | number>>) => void;
  now: Now;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const now = clockFrom(env);
  const logger = loggerFor('repeat-deliveries');
  const { ARCHIVE_ARN: archive, BUS_ARN: bus, REPLAY_RULE_ARN: rule } = env;
  return {
    officers: keptTokens(aws.secrets(), { id: env.OFFICERS_SECRET, name: 'OFFICERS_SECRET' }, now),
    store: syncTable(aws.tables(), env.SYNC_TABLE, now),
    subscribers: readJson('SUBSCRIBER_NAMES', env.SUBSCRIBER_NAMES, z.array(z.string())),
    startReplay: startReplayOf(aws.bus(), { archive, bus, rule }),
    record: (what, about) => logger.info(what, about),
    now,
  };
}
