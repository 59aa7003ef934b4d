import type { Logger } from '@aws-lambda-powertools/logger';
import { contractOf } from '../../../contracts/catalogue.ts';
import type { WriteRegister } from '../../register/register.ts';
import { registerTable } from '../../register/register-table.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { type Get, getWithin } from '../../shared/http/get.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import { type BackOffice, readOpen311 } from '../../shared/open311/settings.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { keptTokens, readSecret, type Tokens } from '../../shared/secret.ts';
import type { ContractOf } from '../keyed-event.ts';
import type { IntakeTable } from '../ports.ts';
import { intakeTable } from '../table.ts';
import type { ENV } from './env.ts';
import { followedTable } from './followed-table.ts';
import type { Followed } from './ports.ts';

/** What somebody is woken by. */
export type Cry = 'unmapped-status' | 'unreadable-updates' | 'back-office-silent';

export type Deps = {
  backOffices: readonly BackOffice[];
  /** The keys that back offices gave us, by their names. */
  keys: Tokens;
  get: Get;
  followed: Followed;
  table: Pick<IntakeTable, 'takeEvent'>;
  register: Pick<WriteRegister, 'fact' | 'keepReferences'>;
  contractOf: ContractOf;
  publish: Publish;
  key: MakeKey;
  now: Now;
  council: string;
  alarm: (what: Cry, of: Record<string, string | number>) => void;
};

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 5_000_000;

export async function buildDeps(env: Env<typeof ENV>, logger: Logger): Promise<Deps> {
  const now = clockFrom(env);
  const tables = aws.tables();
  const secrets = aws.secrets();
  return {
    backOffices: readOpen311(env.OPEN311).back_offices,
    keys: keptTokens(secrets, { id: env.OPEN311_SECRET, name: 'OPEN311_SECRET' }, now),
    get: getWithin({ timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES }),
    followed: followedTable(tables, env.INTAKE_TABLE),
    table: intakeTable(tables, env.INTAKE_TABLE),
    register: registerTable(tables, env.REGISTER_TABLE, now),
    contractOf,
    publish: publishTo(aws.bus(), env.EVENT_BUS),
    key: keysWith(await readSecret(secrets, env.REFERENCE_KEY_SECRET)),
    now,
    council: env.COUNCIL,
    alarm: (what, of) => logger.error(what, of),
  };
}
