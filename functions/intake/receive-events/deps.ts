import * as z from 'zod';
import { contractOf } from '../../../contracts/catalogue.ts';
import type { WriteRegister } from '../../register/register.ts';
import { registerTable } from '../../register/register-table.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { keptTokens, readSecret, type Tokens } from '../../shared/secret.ts';
import type { ContractOf } from '../keyed-event.ts';
import type { IntakeTable } from '../ports.ts';
import { intakeTable } from '../table.ts';
import type { ENV } from './env.ts';

/** The systems that may send events, by name. */
export type Sources = Readonly<Record<string, { types: readonly string[] }>>;

export type Deps = {
  sources: Sources;
  /** Their bearer tokens. */
  tokens: Tokens;
  table: Pick<IntakeTable, 'takeEvent'>;
  register: Pick<WriteRegister, 'fact' | 'keepReferences'>;
  contractOf: ContractOf;
  publish: Publish;
  key: MakeKey;
  now: Now;
  council: string;
};

const sources = z.record(z.string(), z.object({ types: z.array(z.string()) }));

/** @throws Error that names the source that is wrong. */
export const readSources = (json: string): Sources => readJson('SOURCES', json, sources);

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const now = clockFrom(env);
  const tables = aws.tables();
  const secrets = aws.secrets();
  return {
    sources: readSources(env.SOURCES),
    tokens: keptTokens(secrets, { id: env.SOURCES_SECRET, name: 'SOURCES_SECRET' }, now),
    table: intakeTable(tables, env.INTAKE_TABLE),
    contractOf,
    register: registerTable(tables, env.REGISTER_TABLE, now),
    publish: publishTo(aws.bus(), env.EVENT_BUS),
    key: keysWith(await readSecret(secrets, env.REFERENCE_KEY_SECRET)),
    now,
    council: env.COUNCIL,
  };
}
