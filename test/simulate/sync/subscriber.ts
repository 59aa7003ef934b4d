import type { CloudEvent } from '../../../contracts/envelope.ts';
import { isNewer } from '../../../contracts/order.ts';
import { type Answer, verdictOf } from '../../../functions/sync/rules/answers.ts';
import { factOf } from '../../../functions/sync/rules/subject.ts';
import type { PostWebhook } from '../../../functions/sync/webhook/post.ts';
import type { Mischief } from '../faults.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** Shares of answers, and when it is down. */
export type Temper = { fails: number; silent: number; dead: number; slow: number; down: { from: number; to: number } };

type Asked = { id: string; at: number; ended: number | null; answer: Answer | null };

/** A system that is told, and that keeps what it was asked to take: it sees every breach. */
export function simulatedSubscriber(
  time: VirtualTime,
  {
    name,
    temper,
    facts,
    mischief: { random, happens, tell },
  }: { name: string; temper: Temper; facts: ReadonlyMap<string, CloudEvent>; mischief: Mischief },
) {
  const asked: Asked[] = [];
  const violations: string[] = [];
  const open = new Map<string, number>();
  const newest = new Map<string, string>();

  const newness = (id: string) => ({ ...(facts.get(id) as CloudEvent), sequence: factOf(facts.get(id)!).sequence });
  const look = (id: string) => {
    const event = facts.get(id);
    if (!event) return void violations.push(`${name} was told ${id}, which nobody told`);
    const { subject = '' } = event;
    if ((open.get(subject) ?? 0) > 0) violations.push(`${name}: two under way of ${subject}`);
    const { told } = factOf(event);
    if (told === null) return;
    const line = `${subject} ${told}`;
    const before = newest.get(line);
    if (before !== undefined && isNewer(newness(before), newness(id)))
      violations.push(`${name} was told ${id} after ${before}`);
    else newest.set(line, id);
  };
  const answerOf = (): { after: number; answer: Answer } => {
    const isDown = time.now() >= temper.down.from && time.now() < temper.down.to;
    const after = random.int(5, 200);
    if (isDown) return { after, answer: { kind: 'none', reason: 'no-answer', detail: 'refused' } };
    if (happens('answered 503', temper.fails))
      return { after, answer: { kind: 'answered', status: 503, put_off_ms: null } };
    if (happens('answered 410', temper.dead))
      return { after, answer: { kind: 'answered', status: 410, put_off_ms: null } };
    if (happens('no answer', temper.silent))
      return { after: 3_000, answer: { kind: 'none', reason: 'timeout', detail: 'silent' } };
    return {
      after: happens('slow answer', temper.slow) ? 2_500 : after,
      answer: { kind: 'answered', status: 200, put_off_ms: null },
    };
  };

  const post: PostWebhook = async ({ id, until, timeoutMs }) => {
    if (time.now() + timeoutMs > until) return { kind: 'none', reason: 'no-answer', detail: 'not-begun' };
    const one: Asked = { id, at: time.now(), ended: null, answer: null };
    asked.push(one);
    look(id);
    const subject = facts.get(id)?.subject ?? '';
    open.set(subject, (open.get(subject) ?? 0) + 1);
    const { after, answer } = answerOf();
    await time.after(after);
    open.set(subject, open.get(subject)! - 1);
    Object.assign(one, { ended: time.now(), answer });
    tell(`${name} is told ${id}: ${answer.kind === 'answered' ? answer.status : answer.kind}`);
    return answer;
  };
  const verdicts = (id: string) =>
    asked.filter((each) => each.id === id && each.answer).map(({ answer }) => verdictOf(answer!));
  return { name, post, asked, violations, verdicts };
}

export type SimulatedSubscriber = ReturnType<typeof simulatedSubscriber>;
