import { registerReader } from '../../register/reader.ts';
import type { ReadRegister } from '../../register/register.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { type Open311Settings, readOpen311 } from '../../shared/open311/settings.ts';
import type { RequestsStore } from '../store/ports.ts';
import { requestsTable } from '../store/requests-table.ts';
import type { ENV } from './env.ts';

export type Deps = {
  register: Pick<ReadRegister, 'matter'>;
  store: Pick<RequestsStore, 'request' | 'put' | 'note'>;
  open311: Pick<Open311Settings, 'services'>;
  now: Now;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const tables = aws.tables();
  return {
    register: registerReader(tables, env.REGISTER_TABLE),
    store: requestsTable(tables, env.REQUESTS_TABLE),
    open311: readOpen311(env.OPEN311),
    now: clockFrom(env),
  };
}
