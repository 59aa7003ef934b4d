import type { CloudEvent } from '../../../contracts/envelope.ts';
import { digest } from '../../shared/ids.ts';
import type { Notice, Step } from '../notice/notice.ts';
import { announcement } from '../steps/announce.ts';
import type { Deps } from './deps.ts';

const SOON_MS = 2 * 60_000;
const PLANS = ['planned', 'blocked', 'expired', 'cancelled'] as const;
type Plan = (typeof PLANS)[number];

/** What plan-notices last made of a notice. It may have moved on since. */
const planOf = ({ history, planned_at }: Notice) =>
  history.findLast((step): step is Step & { state: Plan } => step.by === 'plan-notices' && step.at === planned_at);

/**
 * The announcement of a plan. Its id is derived from the notice and the planning, not from where the notice is by now,
 * so that it is the same when it is told again.
 */
function planned(notice: Notice, council: string): CloudEvent[] {
  const step = planOf(notice);
  if (!step || !PLANS.includes(step.state)) return [];
  const as = { ...notice, codes: step.codes ?? [], reason: step.reason ?? null };
  const id = digest('notice', step.state, notice.id, notice.run, String(step.at));
  return [announcement(step.state, as, { council, at: step.at, id })];
}

/** Tells of plans. May be repeated. */
export async function announceAll({ publish, council }: Deps, notices: Notice[]): Promise<void> {
  const events = notices.flatMap((notice) => planned(notice, council));
  if (events.length > 0) await publish(events);
}

/** What waits for tomorrow's window is found by the releaser's own schedule. */
export async function wakeIfSoon({ wake, now }: Deps, notices: Notice[]): Promise<void> {
  if (notices.some(({ state, due_at }) => state === 'planned' && due_at <= now() + SOON_MS)) await wake();
}
