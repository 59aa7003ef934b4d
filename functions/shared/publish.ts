import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { CloudEvent } from '../../contracts/envelope.ts';

/** Puts facts on the bus. Resolves when every one of them is there. */
export type Publish = (events: CloudEvent[]) => Promise<void>;

const AT_ONCE = 10; // PutEvents takes ten entries
const TOGETHER_BYTES = 240_000; // and 256 KB together

/**
 * The bus as a port. PutEvents answers 200 for entries that failed, so each entry's own result is looked at, and those
 * that failed are put once more before giving up.
 * @throws Error with the number of entries that could not be put, without their content.
 */
export function publishTo(client: EventBridgeClient, busName: string): Publish {
  const put = async (events: CloudEvent[]): Promise<CloudEvent[]> => {
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: events.map((event) => ({
          EventBusName: busName,
          Source: event.source,
          DetailType: event.type,
          Time: new Date(event.time),
          Detail: JSON.stringify(event),
        })),
      }),
    );
    return events.filter((_, i) => Entries[i]?.EventId === undefined);
  };
  return async (events) => {
    for (const group of groups(events)) {
      let left = await put(group);
      if (left.length > 0) left = await put(left);
      if (left.length > 0) throw new Error(`${left.length} of ${group.length} events could not be put on the bus`);
    }
  };
}

function groups(events: CloudEvent[]): CloudEvent[][] {
  const out: CloudEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    const last = out.at(-1);
    if (!last || last.length === AT_ONCE || bytes + size > TOGETHER_BYTES) {
      out.push([event]);
      bytes = size;
    } else {
      last.push(event);
      bytes += size;
    }
  }
  return out;
}
