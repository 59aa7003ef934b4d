import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { notifyThrough } from '../../shared/notify/client.ts';
import type { NotifyPort } from '../../shared/notify/notify.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { publishTogether } from '../../shared/publish-together.ts';
import { putOn, putTogetherOn } from '../../shared/queue.ts';
import { keptField } from '../../shared/secret.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { ourCatalogue } from '../families/our-catalogue.ts';
import type { TrackMessage } from '../notice/notice.ts';
import { readSettings } from '../rules/settings.ts';
import type { LogThrown } from '../steps/log-thrown.ts';
import { noticesTable } from '../store/notices-table.ts';
import type { NoticeStore } from '../store/ports.ts';
import type { ENV } from './env.ts';

export type Deps = {
  store: NoticeStore;
  notify: Pick<NotifyPort, 'find'>;
  publish: Publish;
  track: (message: TrackMessage) => Promise<void>;
  /** Wakes release-notices after so many seconds. */
  wake: (delaySeconds: number) => Promise<void>;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (what: 'two-messages' | 'notify-cannot-be-asked', details: Record<string, string | number>) => void;
  /** Says for which notice something was thrown; the others have their turn, and this one another. */
  logThrown: LogThrown;
  now: Now;
  council: string;
  catalogue: Catalogue;
  /** How long Notify may be silent about a message before it is asked. */
  receipt_silence_seconds: number;
  /** How long it has for its checks of a letter before it is asked. */
  letter_silence_seconds: number;
};

export type SetUpDeps = {
  /** Whether the key of GOV.UK Notify has been put in. */
  hasApiKey: () => Promise<boolean>;
};

export async function buildDeps(
  env: Env<typeof ENV>,
  { alarm, logThrown }: Pick<Deps, 'alarm' | 'logThrown'>,
): Promise<Deps & SetUpDeps> {
  const settings = readSettings(env.SETTINGS);
  const queues = aws.queues();
  const now = clockFrom(env);
  const api_key = keptField(aws.secrets(), env.NOTIFY_SECRET, 'api_key', now);
  const wake = putOn(queues, env.RELEASE_QUEUE_URL);
  return {
    store: noticesTable(aws.tables(), env.NOTICES_TABLE),
    notify: notifyThrough({ url: env.NOTIFY_URL, api_key, template_ids: settings.template_ids }),
    hasApiKey: async () => (await api_key()) !== null,
    publish: publishTogether(publishTo(aws.bus(), env.EVENT_BUS)),
    track: putTogetherOn<TrackMessage>(queues, env.TRACK_QUEUE_URL),
    wake: (delaySeconds) => wake({ wake: true }, delaySeconds),
    alarm,
    logThrown,
    now,
    council: env.COUNCIL,
    catalogue: ourCatalogue,
    receipt_silence_seconds: settings.receipt_silence_seconds,
    letter_silence_seconds: settings.letter_silence_seconds,
  };
}
