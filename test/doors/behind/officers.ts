// The officers' API on ports in memory, after one night. Asked, it tells what was changed since, and forgets it.

import { explainNotices } from '../../../functions/notices/explain-notices/explain-notices.ts';
import { type Answer, problem, responseOf } from '../../../functions/shared/http/answer.ts';
import { requestOf } from '../../../functions/shared/http/request.ts';
import { oneNight } from '../../support/officers.ts';
import type { Behind } from '../door.ts';
import { asHandler, httpFront } from './http-front.ts';

/** What was woken and recorded, the stop that is set, and what was thrown. */
export type Through = { done: string[]; reason: string | null; thrown: string[] };

export async function open(): Promise<Behind> {
  const { deps, store, done } = await oneNight();
  let thrown: string[] = [];
  const context = { getRemainingTimeInMillis: () => 30_000 };
  const url = await httpFront(['GET /officers/{proxy+}', 'POST /officers/{proxy+}'], async (event) => {
    const given = await asHandler<Answer>(thrown, {
      core: () => explainNotices(deps, requestOf(event, context)),
      instead: problem(500, 'fault', 'a fault of ours'),
    });
    return responseOf(given);
  });
  return {
    url,
    answer: async (): Promise<Through> => {
      const { stops } = await store.control.switches();
      const through = { done: done.splice(0), reason: stops[0]?.reason ?? null, thrown };
      await store.control.lift({ kind: 'officer' });
      thrown = [];
      return through;
    },
  };
}
