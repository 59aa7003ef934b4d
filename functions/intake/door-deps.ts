import { contractOf } from '../../contracts/catalogue.ts';
import type { WriteRegister } from '../register/register.ts';
import { registerTable } from '../register/register-table.ts';
import * as aws from '../shared/aws.ts';
import { clockFrom } from '../shared/clock.ts';
import type { Env } from '../shared/env.ts';
import { keysWith } from '../shared/ids.ts';
import { type Publish, publishTo } from '../shared/publish.ts';
import { readSecret } from '../shared/secret.ts';
import type { ContractOf } from './keyed-event.ts';
import type { IntakeTable } from './ports.ts';
import { intakeTable } from './table.ts';
import type { Taking } from './take-event.ts';

/** What every door of events is told. */
export const DOOR_ENV = [
  'COUNCIL',
  'CLOCK_SHIFT_MS',
  'EVENT_BUS',
  'INTAKE_TABLE',
  'REGISTER_TABLE',
  'REFERENCE_KEY_SECRET',
] as const;

/** What every door needs that checks events, takes them and puts them on the bus. */
export type DoorDeps = Taking & { contractOf: ContractOf; publish: Publish };

type Clients = { tables: ReturnType<typeof aws.tables>; secrets: ReturnType<typeof aws.secrets> };

export async function doorDeps(
  env: Env<typeof DOOR_ENV>,
  { tables, secrets }: Clients,
): Promise<DoorDeps & { table: IntakeTable; register: WriteRegister }> {
  const now = clockFrom(env);
  return {
    table: intakeTable(tables, env.INTAKE_TABLE),
    register: registerTable(tables, env.REGISTER_TABLE, now),
    contractOf,
    publish: publishTo(aws.bus(), env.EVENT_BUS),
    key: keysWith(await readSecret(secrets, env.REFERENCE_KEY_SECRET)),
    now,
    council: env.COUNCIL,
  };
}
