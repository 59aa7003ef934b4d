import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { noted } from '#trace';
import type { CloudEvent } from '../../contracts/envelope.ts';

/** Puts facts on the bus. Resolves when every one of them is there. */
export type Publish = (events: CloudEvent[]) => Promise<void>;

/**
 * Facts of one type and UTC day that travel as one entry: EventBridge and SQS bill an entry of up to 64 KB as one. The archive finds it
 * by the time of its latest fact, so a replay of earlier ones looks to the end of their day (functions/sync/rules/replay.ts).
 */
type Entry = { source: string; type: string; events: CloudEvent[]; bytes: number };

const FACTS_IN_ENTRY = 25;
const ENTRY_BYTES = 60_000;
const ENTRIES_AT_ONCE = 10; // PutEvents takes ten entries
const TOGETHER_BYTES = 240_000; // and 256 KB together

/**
 * The bus as a port. An entry's `detail` is `{ events }`: the facts of one type that are told together, as CloudEvents.
 * PutEvents answers 200 for entries that failed, so each entry's own result is looked at, and those that failed are put
 * once more before giving up.
 * @throws Error with the number of facts that could not be put, without their content.
 */
export function publishTo(client: EventBridgeClient, busName: string): Publish {
  const put = async (entries: Entry[]): Promise<Entry[]> => {
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: entries.map(({ source, type, events }) => ({
          EventBusName: busName,
          Source: source,
          DetailType: type,
          Time: new Date(Math.max(...events.map(({ time }) => Date.parse(time)))),
          Detail: JSON.stringify({ events }),
        })),
      }),
    );
    return entries.filter((_, i) => Entries[i]?.EventId === undefined);
  };
  return async (events) => {
    for (const entries of requestsOf(entriesOf(events))) {
      let left = await put(entries);
      if (left.length > 0) left = await put(left);
      const lost = left.flatMap((entry) => entry.events).length;
      if (lost > 0) throw new Error(`${lost} of ${events.length} events could not be put on the bus`);
    }
    noted(events);
  };
}

const lineOf = ({ source, type, time }: CloudEvent) => `${source} ${type} ${new Date(time).toISOString().slice(0, 10)}`;

function entriesOf(events: CloudEvent[]): Entry[] {
  const entries: Entry[] = [];
  for (const [, same] of Map.groupBy(events, lineOf)) {
    let last: Entry | undefined;
    for (const event of same) {
      const bytes = Buffer.byteLength(JSON.stringify(event)) + 1;
      const { source, type } = event;
      const fits = last !== undefined && last.events.length < FACTS_IN_ENTRY && last.bytes + bytes <= ENTRY_BYTES;
      if (last && fits) {
        last.events.push(event);
        last.bytes += bytes;
      } else {
        last = { source, type, events: [event], bytes };
        entries.push(last);
      }
    }
  }
  return entries;
}

function requestsOf(entries: Entry[]): Entry[][] {
  const requests: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const last = requests.at(-1);
    if (!last || last.length === ENTRIES_AT_ONCE || bytes + entry.bytes > TOGETHER_BYTES) {
      requests.push([entry]);
      bytes = entry.bytes;
    } else {
      last.push(entry);
      bytes += entry.bytes;
    }
  }
  return requests;
}
