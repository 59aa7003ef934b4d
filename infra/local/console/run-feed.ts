import type { DataFolder } from '../start/data-folder.ts';
import type { DeadLetters } from '../start/dead-letters.ts';
import type { Notify } from '../start/notify.ts';
import type { Officers, OfficersActs, OfficersPages } from '../start/officers.ts';
import type { Progress } from '../start/progress.ts';
import type { Feed, Reply, SeenQueue, SystemSeen } from './feed.ts';

type Parts = {
  council: string;
  now: () => number;
  officers: Officers & OfficersPages & OfficersActs;
  notify: Notify;
  queues: () => SeenQueue[];
  deadLetters: DeadLetters;
  calls: () => Record<string, number>;
  data: DataFolder | null;
  progress: Progress;
  systems: () => SystemSeen[];
};

/** The console's view of a run. */
export function feedOf({
  council,
  now,
  officers,
  notify,
  queues,
  deadLetters,
  calls,
  data,
  progress,
  systems,
}: Parts): Feed {
  const replies: Reply[] = [...(data?.remembered().replies ?? [])];
  const { sandbox } = notify;
  return {
    council,
    now,
    officers,
    queues,
    deadLetters,
    calls,
    systems,
    messages: sandbox && (() => sandbox.messages()),
    document: (sha256) => sandbox?.document(sha256) ?? null,
    linkedTo: (id, key) => sandbox?.linkedTo(id, key) ?? null,
    replies: () => replies,
    async reply(number, content) {
      if (!sandbox) throw new Error('there is no sandbox to reply to');
      replies.push({ number, content, at: now() });
      data?.remember({ replies });
      // Notify tells of a sender without the plus.
      const user_number = number.replace(/\D/g, '').replace(/^0/, '44');
      await sandbox.receiveText({ service_id: sandbox.serviceId, user_number, content });
    },
    doing: () => progress.now(),
    trouble: (error) => progress.say(`The console could not make a page: ${(error as Error).message}`),
  };
}
