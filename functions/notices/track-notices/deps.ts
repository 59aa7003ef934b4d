import { registerReader } from '../../register/reader.ts';
import type { ReadRegister, WriteRegister } from '../../register/register.ts';
import { registerTable } from '../../register/register-table.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import { documentsLater } from '../../shared/documents-later.ts';
import type { Env } from '../../shared/env.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { publishTogether } from '../../shared/publish-together.ts';
import { putOn } from '../../shared/queue.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { ourCatalogue } from '../families/our-catalogue.ts';
import type { LookAtNextChannel } from '../rules/look.ts';
import { looksWith } from '../rules/look-again.ts';
import { readSettings } from '../rules/settings.ts';
import { type Wake, waking } from '../steps/wake-release.ts';
import { noticesTable } from '../store/notices-table.ts';
import type { NoticeStore } from '../store/ports.ts';
import type { ENV } from './env.ts';

export type Deps = {
  store: NoticeStore;
  lookAtNextChannel: LookAtNextChannel;
  /** Where people are written to, and where a letter that came back is put on record. */
  register: Pick<ReadRegister, 'matter'> & Pick<WriteRegister, 'fact'>;
  publish: Publish;
  /** Wakes release-notices after so many seconds. */
  wake: Wake;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (what: 'letter-refused', details: Record<string, string>) => void;
  now: Now;
  council: string;
  catalogue: Catalogue;
};

export async function buildDeps(env: Env<typeof ENV>, alarm: Deps['alarm']): Promise<Deps> {
  const now = clockFrom(env);
  const settings = readSettings(env.SETTINGS);
  const tables = aws.tables();
  const register = registerReader(tables, env.REGISTER_TABLE);
  const { fact } = registerTable(tables, env.REGISTER_TABLE, now);
  const wake = waking(putOn(aws.queues(), env.RELEASE_QUEUE_URL), now);
  const documents = documentsLater(async () => {
    const { documentsOn, objects } = await import('./later.mjs');
    return documentsOn(objects(), env.DOCUMENTS_BUCKET);
  });
  return {
    store: noticesTable(tables, env.NOTICES_TABLE),
    lookAtNextChannel: looksWith({ register, documents, settings, catalogue: ourCatalogue }).lookAtNextChannel,
    register: { matter: register.matter, fact },
    publish: publishTogether(publishTo(aws.bus(), env.EVENT_BUS)),
    wake,
    alarm,
    now,
    council: env.COUNCIL,
    catalogue: ourCatalogue,
  };
}
