import { registerReader } from '../../register/reader.ts';
import * as aws from '../../shared/aws.ts';
import { clockFrom, type Now } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { type Publish, publishTo } from '../../shared/publish.ts';
import { publishTogether } from '../../shared/publish-together.ts';
import { putAllOn, putOn } from '../../shared/queue.ts';
import type { CouncilWords } from '../catalogue/council-words.ts';
import type { Catalogue } from '../families/catalogue.ts';
import { ourCatalogue } from '../families/our-catalogue.ts';
import type { SendMessage } from '../notice/notice.ts';
import type { Limits } from '../rules/brake.ts';
import type { LookAgain } from '../rules/look.ts';
import { looksWith } from '../rules/look-again.ts';
import { readSettings } from '../rules/settings.ts';
import type { LogThrown } from '../steps/log-thrown.ts';
import type { Overdue } from '../steps/overdue.ts';
import { type Wake, waking } from '../steps/wake-release.ts';
import { decisionsTable } from '../store/decisions-table.ts';
import { noticesTable } from '../store/notices-table.ts';
import type { DecisionStore, NoticeStore } from '../store/ports.ts';
import type { DayLimits } from './day-limits.ts';
import type { ENV } from './env.ts';

export type Deps = {
  store: NoticeStore & Pick<DecisionStore, 'run' | 'runs' | 'decisions'>;
  look: LookAgain;
  /** A look that may miss what became known within the last second or so. */
  glance: LookAgain;
  publish: Publish;
  /** Puts messages on the send queue, each due in so many whole seconds. Resolves when all are there. */
  enqueue: (messages: { body: SendMessage; delaySeconds: number }[]) => Promise<void>;
  /** Puts a wake message on our own queue. */
  wake: Wake;
  now: Now;
  /** Says for which notice something was thrown; the others have their turn, and this one another. */
  logThrown: LogThrown;
  /** Tells what is due and has no slot yet: the log line that the dashboard shows. */
  tellDue: (found: Overdue) => void;
  /** Something that a person must see: the log line an alarm is set on. */
  alarm: (what: 'run-waits' | 'overdue', details: Record<string, number>) => void;
  council: string;
  catalogue: Catalogue;
  /** What wordings say of the council: which one a notice gets hangs on it. */
  council_words: CouncilWords;
  posts_per_second: number;
  daily_limits: DayLimits;
  /** How far from its forecast a run may be. */
  brake: Limits;
};

export async function buildDeps(
  env: Env<typeof ENV>,
  { logThrown, tellDue, alarm }: Pick<Deps, 'logThrown' | 'tellDue' | 'alarm'>,
): Promise<Deps> {
  const now = clockFrom(env);
  const settings = readSettings(env.SETTINGS);
  const queues = aws.queues();
  const tables = aws.tables();
  const looking = (reads: 'consistent' | 'eventual') =>
    looksWith({
      register: registerReader(tables, env.REGISTER_TABLE, reads),
      documents: null,
      settings,
      catalogue: ourCatalogue,
    }).look;
  return {
    store: { ...noticesTable(tables, env.NOTICES_TABLE), ...decisionsTable(tables, env.DECISIONS_TABLE) },
    look: looking('consistent'),
    glance: looking('eventual'),
    publish: publishTogether(publishTo(aws.bus(), env.EVENT_BUS)),
    enqueue: putAllOn<SendMessage>(queues, env.SEND_QUEUE_URL),
    wake: waking(putOn(queues, env.RELEASE_QUEUE_URL), now),
    now,
    logThrown,
    tellDue,
    alarm,
    brake: settings.brake,
    council: env.COUNCIL,
    catalogue: ourCatalogue,
    council_words: settings,
    posts_per_second: settings.posts_per_second,
    daily_limits: settings.daily_limits,
  };
}
