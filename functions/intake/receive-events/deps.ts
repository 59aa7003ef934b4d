import * as z from 'zod';
import { registerTable } from '../../register/adapter.ts';
import type { WriteRegister } from '../../register/register.ts';
import * as aws from '../../shared/aws.ts';
import { checkTokens } from '../../shared/bearer.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { readSecret, readSecretFields } from '../../shared/secret.ts';
import type { IntakeTable } from '../ports.ts';
import { intakeTable } from '../table.ts';
import type { ENV } from './env.ts';

/** The systems that may send events, by name. */
export type Sources = Readonly<Record<string, { types: readonly string[] }>>;

export type Deps = {
  sources: Sources;
  /** Their bearer tokens. */
  tokens: Readonly<Record<string, string>>;
  table: Pick<IntakeTable, 'takeEvent'>;
  register: Pick<WriteRegister, 'fact'>;
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
  const [tokens, referenceKey] = await Promise.all([
    readSecretFields(secrets, env.SOURCES_SECRET),
    readSecret(secrets, env.REFERENCE_KEY_SECRET),
  ]);
  return {
    sources: readSources(env.SOURCES),
    tokens: checkTokens('SOURCES_SECRET', tokens),
    table: intakeTable(tables, env.INTAKE_TABLE),
    register: registerTable(tables, env.REGISTER_TABLE, now),
    publish: publishTo(aws.bus(), env.EVENT_BUS),
    key: keysWith(referenceKey),
    now,
    council: env.COUNCIL,
  };
}
