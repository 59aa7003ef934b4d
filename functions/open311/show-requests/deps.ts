import * as z from 'zod';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { type Open311Settings, readOpen311 } from '../../shared/open311/settings.ts';
import type { RequestsStore } from '../store/ports.ts';
import { requestsTable } from '../store/requests-table.ts';
import type { ENV } from './env.ts';

export type Deps = {
  open311: Pick<Open311Settings, 'services' | 'jurisdiction_id'>;
  /** Who deals with what is not for the council, in words by code. */
  responsible: Readonly<Record<string, string>>;
  store: Pick<RequestsStore, 'request' | 'listed' | 'updates'>;
  now: Now;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  return {
    open311: readOpen311(env.OPEN311),
    responsible: readJson('RESPONSIBLE', env.RESPONSIBLE, z.record(z.string(), z.string())),
    store: requestsTable(aws.tables(), env.REQUESTS_TABLE),
    now: clockFrom(env),
  };
}
