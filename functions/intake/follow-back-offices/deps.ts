import type { Logger } from '@aws-lambda-powertools/logger';
import { type SystemReferences, systemReferences } from '../../register/system-references.ts';
import * as aws from '../../shared/aws.ts';
import type { Env } from '../../shared/env.ts';
import { type Ask, askWithin } from '../../shared/http/ask.ts';
import { type BackOffice, readOpen311 } from '../../shared/open311/settings.ts';
import { keptKeys, type Tokens } from '../../shared/secret.ts';
import { type DoorDeps, doorDeps } from '../door-deps.ts';
import type { ENV } from './env.ts';
import { followedTable } from './followed-table.ts';
import type { Followed } from './ports.ts';

/** What somebody is woken by. */
export type Cry = 'unmapped-status' | 'unreadable-updates' | 'back-office-silent';

export type Deps = DoorDeps & {
  backOffices: readonly BackOffice[];
  /** The keys that back offices gave us, by their names. */
  keys: Tokens;
  ask: Ask;
  followed: Followed;
  /** Which request of ours a back office calls so; null where it was told of none. */
  ours: SystemReferences['ours'];
  alarm: (what: Cry, of: Record<string, string | number>) => void;
};

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 5_000_000;

export async function buildDeps(env: Env<typeof ENV>, logger: Logger): Promise<Deps> {
  const [tables, secrets] = [aws.tables(), aws.secrets()];
  const door = await doorDeps(env, { tables, secrets });
  return {
    ...door,
    backOffices: readOpen311(env.OPEN311).back_offices,
    keys: keptKeys(secrets, env.OPEN311_SECRET, door.now),
    ask: askWithin({ timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES }),
    followed: followedTable(tables, env.INTAKE_TABLE),
    ours: systemReferences(tables, env.REGISTER_TABLE, door.now).ours,
    alarm: (what, of) => logger.error(what, of),
  };
}
