import { tables } from '../../shared/aws.ts';
import { clockFrom } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import type { WriteRegister } from '../register.ts';
import { registerTable } from '../register-table.ts';
import type { ENV } from './env.ts';

export type Deps = { register: Pick<WriteRegister, 'fact'> };

export const buildDeps = async (env: Env<typeof ENV>): Promise<Deps> => ({
  register: registerTable(tables(), env.REGISTER_TABLE, clockFrom(env)),
});
