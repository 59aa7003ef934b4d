import type { Ledger } from '../../../contracts/officers/ledger.ts';
import { registerReader } from '../../register/reader.ts';
import type { ReadRegister, WriteRegister } from '../../register/register.ts';
import { registerTable } from '../../register/register-table.ts';
import { bus, queues, secrets, tables } from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import { loggerFor } from '../../shared/log.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { putOn } from '../../shared/queue.ts';
import { keptTokens, readSecret, type Tokens } from '../../shared/secret.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { ourCatalogue } from '../families/our-catalogue.ts';
import type { CountStore } from '../ledger/notify-count.ts';
import type { WakeMessage } from '../notice/notice.ts';
import { readSettings, type Settings } from '../rules/settings.ts';
import { countsOn } from '../store/counts-table.ts';
import { decisionsTable } from '../store/decisions-table.ts';
import { noticesTable } from '../store/notices-table.ts';
import type { DecisionStore, NoticeStore } from '../store/ports.ts';
import type { ENV } from './env.ts';

export type Deps = {
  council: string;
  catalogue: Catalogue;
  settings: Pick<Settings, 'council_name' | 'sending'>;
  officers: Tokens;
  store: NoticeStore & DecisionStore;
  register: ReadRegister;
  /** Keeps in the register what an officer decided. */
  keepFact: WriteRegister['fact'];
  publish: Publish;
  makeKey: MakeKey;
  /** Wakes release-notices. */
  wake: () => Promise<void>;
  /** What Notify says it has, as count-ledger counted it. */
  counts: CountStore;
  /** Puts a change that an officer made on record. */
  record: (
    change:
      | 'sending-stopped'
      | 'run-released'
      | 'run-cancelled'
      | 'hold-released'
      | 'sending-resumed'
      | 'notice-let-go'
      | 'notice-ended',
    officer: string,
  ) => void;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (what: 'ledger-unbalanced', details: Pick<Ledger, 'lost' | 'faults' | 'notify'>) => void;
  now: Now;
};

export async function buildDeps(env: Env<typeof ENV>): Promise<Deps> {
  const now = clockFrom(env);
  const database = tables();
  const queue = queues();
  const wake = putOn<WakeMessage>(queue, env.RELEASE_QUEUE_URL);
  const secret = secrets();
  const logger = loggerFor('explain-notices');
  const makeKey = keysWith(await readSecret(secret, env.REFERENCE_KEY_SECRET));
  return {
    council: env.COUNCIL,
    catalogue: ourCatalogue,
    settings: readSettings(env.SETTINGS),
    officers: keptTokens(secret, { id: env.OFFICERS_SECRET, name: 'OFFICERS_SECRET' }, now),
    store: { ...noticesTable(database, env.NOTICES_TABLE), ...decisionsTable(database, env.DECISIONS_TABLE) },
    register: registerReader(database, env.REGISTER_TABLE),
    keepFact: registerTable(database, env.REGISTER_TABLE, now).fact,
    publish: publishTo(bus(), env.EVENT_BUS),
    makeKey,
    wake: () => wake({ wake: true }),
    counts: countsOn(database, env.NOTICES_TABLE),
    record: (change, officer) => logger.info(change, { officer }),
    alarm: (what, details) => logger.error(what, details),
    now,
  };
}
