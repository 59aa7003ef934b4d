import type { CloudEvent } from '../../contracts/envelope.ts';
import type { Publish } from './publish.ts';
import { together } from './together.ts';

/** Short beside what a message takes, long beside how far apart the messages of a batch come to tell of theirs. */
const LINGER_MS = 40;

/**
 * A bus for workers that take many messages at a time: what these announce at about the same instant goes as one request.
 * If it fails, it fails for all of them, and the queue brings each again.
 */
export function publishTogether(publish: Publish): Publish {
  return together(
    Number.POSITIVE_INFINITY,
    async (announced: CloudEvent[][]) => {
      await publish(announced.flat());
      return announced.map(() => undefined);
    },
    LINGER_MS,
  );
}
