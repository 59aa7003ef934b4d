import type { Books, Difference } from '../../../contracts/officers/ledger.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { notifyThrough } from '../../shared/notify/client.ts';
import { listThrough } from '../../shared/notify/list.ts';
import { keptField } from '../../shared/secret.ts';
import type { CountStore } from '../ledger/notify-count.ts';
import { readSettings } from '../rules/settings.ts';
import { countsOn } from '../store/counts-table.ts';
import { decisionsTable } from '../store/decisions-table.ts';
import { noticesTable } from '../store/notices-table.ts';
import type { AskedOf } from './count-page.ts';
import type { ENV } from './env.ts';

export type Deps = AskedOf & {
  counts: CountStore;
  /** Whether the key of GOV.UK Notify has been put in. */
  hasApiKey: () => Promise<boolean>;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (what: 'ledger-unbalanced' | 'notify-cannot-be-asked', details: Record<string, string | number>) => void;
  /** Tells what was counted: the log line that the dashboard shows. */
  counted: (figures: Counted) => void;
  now: Now;
};

/** The ledger in figures. */
export type Counted = Pick<
  Books,
  'planned' | 'delivered' | 'failed' | 'blocked' | 'expired' | 'cancelled' | 'open' | 'lost'
> &
  Record<Difference, number>;

export async function buildDeps(env: Env<typeof ENV>, told: Pick<Deps, 'alarm' | 'counted'>): Promise<Deps> {
  const now = clockFrom(env);
  const api_key = keptField(aws.secrets(), env.NOTIFY_SECRET, 'api_key', now);
  const database = aws.tables();
  const { template_ids } = readSettings(env.SETTINGS);
  return {
    store: noticesTable(database, env.NOTICES_TABLE),
    decided: decisionsTable(database, env.DECISIONS_TABLE),
    counts: countsOn(database, env.NOTICES_TABLE),
    notify: notifyThrough({ url: env.NOTIFY_URL, api_key, template_ids }),
    list: listThrough({ url: env.NOTIFY_URL, api_key }),
    hasApiKey: async () => (await api_key()) !== null,
    ...told,
    now,
  };
}
