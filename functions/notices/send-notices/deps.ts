import { registerReader } from '../../register/reader.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { ReadDocuments } from '../../shared/documents.ts';
import { documentsLater } from '../../shared/documents-later.ts';
import type { Env } from '../../shared/env.ts';
import type { Key } from '../../shared/ids.ts';
import { notifyThrough } from '../../shared/notify/client.ts';
import type { NotifyPort } from '../../shared/notify/notify.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { publishTogether } from '../../shared/publish-together.ts';
import { putOn, putTogetherOn } from '../../shared/queue.ts';
import { keptField } from '../../shared/secret.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { ourCatalogue } from '../families/our-catalogue.ts';
import type { ReconcileMessage, TrackMessage } from '../notice/notice.ts';
import type { LookAgain } from '../rules/look.ts';
import { looksWith } from '../rules/look-again.ts';
import { readSettings, type Settings } from '../rules/settings.ts';
import { type Wake, waking } from '../steps/wake-release.ts';
import { noticesTable } from '../store/notices-table.ts';
import type { NoticeStore } from '../store/ports.ts';
import type { ENV } from './env.ts';

export type Deps = {
  store: NoticeStore;
  look: LookAgain;
  documents: ReadDocuments;
  notify: NotifyPort;
  publish: Publish;
  /** Wakes release-notices after so many seconds. */
  wake: Wake;
  /** Has reconcile-notices ask about a notice after so many seconds. */
  askLater: (notice: Key, delaySeconds: number) => Promise<void>;
  track: (message: TrackMessage) => Promise<void>;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (
    what: 'line-stopped' | 'template-stopped' | 'notice-set-aside' | 'notify-down',
    details: Record<string, string | number>,
  ) => void;
  now: Now;
  council: string;
  catalogue: Catalogue;
  settings: Settings;
  /** This function's timeout: a claim holds at least as long. */
  timeout_ms: number;
};

/** This function's timeout in infra/capabilities/notices.ts. */
const TIMEOUT_MS = 30_000;

export async function buildDeps(env: Env<typeof ENV>, alarm: Deps['alarm']): Promise<Deps> {
  const now = clockFrom(env);
  const settings = readSettings(env.SETTINGS);
  const secrets = aws.secrets();
  const queues = aws.queues();
  const tables = aws.tables();
  const register = registerReader(tables, env.REGISTER_TABLE);
  const wake = waking(putOn(queues, env.RELEASE_QUEUE_URL), now);
  const ask = putTogetherOn<ReconcileMessage>(queues, env.RECONCILE_QUEUE_URL);
  const documents = documentsLater(async () => {
    const { documentsOn, objects } = await import('./later.mjs');
    return documentsOn(objects(), env.DOCUMENTS_BUCKET);
  });
  return {
    store: noticesTable(tables, env.NOTICES_TABLE),
    look: looksWith({ register, documents, settings, catalogue: ourCatalogue }).look,
    documents,
    notify: notifyThrough({
      url: env.NOTIFY_URL,
      api_key: keptField(secrets, env.NOTIFY_SECRET, 'api_key', now),
      template_ids: settings.template_ids,
      postage: settings.letter_postage,
    }),
    publish: publishTogether(publishTo(aws.bus(), env.EVENT_BUS)),
    wake,
    askLater: (notice, delaySeconds) => ask({ notice }, delaySeconds),
    track: putOn<TrackMessage>(queues, env.TRACK_QUEUE_URL),
    alarm,
    now,
    council: env.COUNCIL,
    catalogue: ourCatalogue,
    settings,
    timeout_ms: TIMEOUT_MS,
  };
}
