import { registerReader } from '../../register/reader.ts';
import type { ReadRegister } from '../../register/register.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { ReadDocuments } from '../../shared/documents.ts';
import { documentsLater } from '../../shared/documents-later.ts';
import type { Env } from '../../shared/env.ts';
import { keysWith, type MakeKey } from '../../shared/ids.ts';
import { type Alone, oneByOne } from '../../shared/one-by-one.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { publishTogether } from '../../shared/publish-together.ts';
import { putOn } from '../../shared/queue.ts';
import { readSecret } from '../../shared/secret.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { ourCatalogue } from '../families/our-catalogue.ts';
import { readSettings, type Settings } from '../rules/settings.ts';
import { waking } from '../steps/wake-release.ts';
import { decisionsTable } from '../store/decisions-table.ts';
import { noticesTable } from '../store/notices-table.ts';
import type { DecisionStore, NoticeStore } from '../store/ports.ts';
import type { ENV } from './env.ts';
import type { WarnOfHolidays } from './holidays-ahead.ts';
import { type NoteRun, notingRuns } from './note-run.ts';

export type Deps = {
  store: NoticeStore & DecisionStore;
  register: ReadRegister;
  /** A matter for which facts about its people may be missing that became known within the last second or so. */
  glanceAt: ReadRegister['matter'];
  documents: Pick<ReadDocuments, 'look'>;
  publish: Publish;
  noteRun: NoteRun;
  warnOfHolidays: WarnOfHolidays;
  /** Facts about one matter come together, and each has all of it decided: one after the other, none moves what another looks at. */
  alone: Alone;
  /** Wakes release-notices soon. */
  wake: () => Promise<void>;
  now: Now;
  council: string;
  catalogue: Catalogue;
  settings: Pick<Settings, 'small_balance_pence' | 'legal_days' | 'switched_off'>;
  key: MakeKey;
};

const WAKE_AFTER_S = 1;

export async function buildDeps(env: Env<typeof ENV>, warnOfHolidays: WarnOfHolidays): Promise<Deps> {
  const now = clockFrom(env);
  const tables = aws.tablesOfBulk();
  const key = keysWith(await readSecret(aws.secrets(), env.REFERENCE_KEY_SECRET));
  const wake = waking(putOn(aws.queues(), env.RELEASE_QUEUE_URL), now);
  const store = { ...noticesTable(tables, env.NOTICES_TABLE), ...decisionsTable(tables, env.DECISIONS_TABLE) };
  return {
    store,
    noteRun: notingRuns(store),
    alone: oneByOne(),
    warnOfHolidays,
    register: registerReader(tables, env.REGISTER_TABLE),
    glanceAt: registerReader(tables, env.REGISTER_TABLE, 'matter-consistent').matter,
    documents: documentsLater(async () => {
      const { documentsOn, objects } = await import('./later.mjs');
      return documentsOn(objects(), env.DOCUMENTS_BUCKET);
    }),
    publish: publishTogether(publishTo(aws.bus(), env.EVENT_BUS)),
    wake: () => wake(WAKE_AFTER_S),
    now,
    council: env.COUNCIL,
    catalogue: ourCatalogue,
    settings: readSettings(env.SETTINGS),
    key,
  };
}
