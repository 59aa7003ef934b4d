import type { Logger } from '@aws-lambda-powertools/logger';
import { registerReader } from '../../register/reader.ts';
import type { ReadRegister } from '../../register/register.ts';
import * as aws from '../../shared/aws.ts';
import type { Env } from '../../shared/env.ts';
import type { Form } from '../../shared/open311/form.ts';
import type { Format } from '../../shared/open311/format.ts';
import { type Open311Settings, readOpen311 } from '../../shared/open311/settings.ts';
import { keptTokens, type Tokens } from '../../shared/secret.ts';
import { type DoorDeps, doorDeps } from '../door-deps.ts';
import type { IntakeTable } from '../ports.ts';
import type { ENV } from './env.ts';

export type Deps = DoorDeps & {
  open311: Open311Settings;
  /** API keys, by the client that has each. */
  keys: Tokens;
  table: Pick<IntakeTable, 'firstReported' | 'paused'>;
  register: Pick<ReadRegister, 'matter'>;
  /** Wakes somebody: a client sent a status code that its mapping does not have. */
  alarm: (what: 'unmapped-status', of: { client: string }) => void;
};

/** A form that a client of the council's posted. */
export type Posted = { format: Format; form: Form; client: string };

export async function buildDeps(env: Env<typeof ENV>, logger: Logger): Promise<Deps> {
  const [tables, secrets] = [aws.tables(), aws.secrets()];
  const door = await doorDeps(env, { tables, secrets });
  const open311 = readOpen311(env.OPEN311);
  // Beside them stand keys that back offices gave us: short ones may be among those.
  const only = open311.clients.map(({ name }) => name);
  return {
    ...door,
    register: { ...door.register, ...registerReader(tables, env.REGISTER_TABLE) },
    open311,
    keys: keptTokens(secrets, { id: env.OPEN311_SECRET, name: 'OPEN311_SECRET', only }, door.now),
    alarm: (what, of) => logger.error(what, of),
  };
}
