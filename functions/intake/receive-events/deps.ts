import * as z from 'zod';
import * as aws from '../../shared/aws.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { keptTokens, type Tokens } from '../../shared/secret.ts';
import { type DoorDeps, doorDeps } from '../door-deps.ts';
import type { IntakeTable } from '../ports.ts';
import type { ENV } from './env.ts';

/** The systems that may send events, by name. */
export type Sources = Readonly<Record<string, { types: readonly string[] }>>;

export type Deps = DoorDeps & {
  table: Pick<IntakeTable, 'takeEvent' | 'paused'>;
  sources: Sources;
  /** Their bearer tokens. */
  tokens: Tokens;
};

const sources = z.record(z.string(), z.object({ types: z.array(z.string()) }));

/** @throws Error that names the source that is wrong. */
export const readSources = (json: string): Sources => readJson('SOURCES', json, sources);

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const secrets = aws.secrets();
  const door = await doorDeps(env, { tables: aws.tables(), secrets });
  return {
    ...door,
    sources: readSources(env.SOURCES),
    tokens: keptTokens(secrets, { id: env.SOURCES_SECRET, name: 'SOURCES_SECRET' }, door.now),
  };
}
