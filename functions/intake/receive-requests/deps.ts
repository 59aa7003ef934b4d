import type { Logger } from '@aws-lambda-powertools/logger';
import { contractOf } from '../../../contracts/catalogue.ts';
import { registerReader } from '../../register/reader.ts';
import type { ReadRegister, WriteRegister } from '../../register/register.ts';
import { registerTable } from '../../register/register-table.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import type { Form } from '../../shared/open311/form.ts';
import type { Format } from '../../shared/open311/format.ts';
import { type Open311Settings, readOpen311 } from '../../shared/open311/settings.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { keptTokens, readSecret, type Tokens } from '../../shared/secret.ts';
import type { ContractOf } from '../keyed-event.ts';
import type { IntakeTable } from '../ports.ts';
import { intakeTable } from '../table.ts';
import type { ENV } from './env.ts';

export type Deps = {
  open311: Open311Settings;
  /** API keys, by the client that has each. */
  keys: Tokens;
  table: Pick<IntakeTable, 'takeEvent' | 'firstReported'>;
  register: Pick<WriteRegister, 'fact' | 'keepReferences'> & Pick<ReadRegister, 'matter'>;
  contractOf: ContractOf;
  publish: Publish;
  key: MakeKey;
  now: Now;
  council: string;
  /** Wakes somebody: a client sent a status code that its mapping does not have. */
  alarm: (what: 'unmapped-status', of: { client: string }) => void;
};

/** A form that a client of the council's posted. */
export type Posted = { format: Format; form: Form; client: string };

export async function buildDeps(env: Env<typeof ENV>, logger: Logger): Promise<Deps> {
  const now = clockFrom(env);
  const tables = aws.tables();
  const secrets = aws.secrets();
  return {
    open311: readOpen311(env.OPEN311),
    keys: keptTokens(secrets, { id: env.OPEN311_SECRET, name: 'OPEN311_SECRET' }, now),
    table: intakeTable(tables, env.INTAKE_TABLE),
    register: { ...registerTable(tables, env.REGISTER_TABLE, now), ...registerReader(tables, env.REGISTER_TABLE) },
    contractOf,
    publish: publishTo(aws.bus(), env.EVENT_BUS),
    key: keysWith(await readSecret(secrets, env.REFERENCE_KEY_SECRET)),
    now,
    council: env.COUNCIL,
    alarm: (what, of) => logger.error(what, of),
  };
}
