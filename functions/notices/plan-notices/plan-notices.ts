import { done, type Outcome, retry } from '../../shared/outcome.ts';
import type { Run } from '../notice/notice.ts';
import { decideAfter, decideWhenOver } from './decide-again.ts';
import type { Deps } from './deps.ts';
import { heedChange, planWhatWasStopped, stopWhatIsWaiting } from './heed-fact.ts';
import { KeptMoving } from './kept-moving.ts';
import type { PlanFact } from './plan-fact.ts';
import { planMatter } from './plan-matter.ts';
import { takeReply } from './take-reply.ts';

/** @param receiveCount how often the queue has handed this fact out, this time included. */
export type PlanRequest = { fact: PlanFact; receiveCount: number };

/**
 * Decides who hears from the council and who is left alone, and looks again when something is told that may change it.
 * Every fact may come again, and a worker may die after any step: what is written already is only announced again.
 */
export async function planNotices(deps: Deps, request: PlanRequest): Promise<Outcome> {
  try {
    return await plan(deps, request);
  } catch (error) {
    if (error instanceof KeptMoving) return retry('kept-moving');
    throw error;
  }
}

async function plan(deps: Deps, { fact, receiveCount }: PlanRequest): Promise<Outcome> {
  switch (fact.kind) {
    case 'matter':
      return planMatter(deps, { ...fact, receiveCount });
    case 'imported':
      if (fact.run) await putRun(deps, fact.run);
      return done;
    case 'told':
      return stopWhatIsWaiting(deps, { subject: fact.subject, receiveCount });
    case 'ended':
      return planWhatWasStopped(deps, { subject: fact.subject, receiveCount });
    case 'changed':
      return heedChange(deps, { subject: fact.subject, receiveCount });
    case 'replied':
      return takeReply(deps, { reply: fact.reply, receiveCount });
    case 'hold-over':
      return decideWhenOver(deps, { ...fact, receiveCount });
    case 'made-way':
      return decideAfter(deps, { ...fact, receiveCount });
  }
}

/** It is weighed as soon as its rows are decided, long before the first of its notices may be due. */
async function putRun({ store, wake }: Deps, run: Run): Promise<void> {
  await store.putRun(run);
  await store.openRun(run.name);
  await wake();
}
