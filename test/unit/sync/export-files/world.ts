import type { CloudEvent } from '../../../../contracts/envelope.ts';
import { keysWith } from '../../../../functions/shared/ids.ts';
import { oneByOne } from '../../../../functions/shared/one-by-one.ts';
import { exportFiles } from '../../../../functions/sync/export-files/export-files.ts';
import type { Deps } from '../../../../functions/sync/export-files/ports.ts';
import { routeEvents } from '../../../../functions/sync/route-events/route-events.ts';
import type { ToFile } from '../../../../functions/sync/settings.ts';
import { gatherOn } from '../../../../functions/sync/steps/gather.ts';
import type { FileMessage } from '../../../../functions/sync/steps/messages.ts';
import { inMemoryFiles } from '../../../support/files-out.ts';
import { ADDRESS, CONTACT, keyOf, OPT_OUT } from '../../../support/sync-facts.ts';
import { inMemorySyncStore } from '../../../support/sync-store.ts';

export const COLUMNS = ['ref', 'sequence', 'first_name', 'postcode'];

export const byFile = (when: { schedule: string } | { after_changes: number }, name = 'roll'): ToFile => ({
  name,
  events: [ADDRESS, CONTACT, OPT_OUT],
  fields: ['first_name', 'postal_address'],
  file: { columns: COLUMNS, encoding: 'utf-8', ...when },
});

/** Facts routed to one subscriber by file, and the worker that writes what is due. Its register calls everybody what `called` says. */
export function filesWorld(subscriber: ToFile, start: string) {
  let at = Date.parse(start);
  let postcode = 'TS0 1AA';
  const now = () => at;
  const store = inMemorySyncStore();
  const bucket = inMemoryFiles(now);
  const cries: string[] = [];
  const bells: FileMessage[] = [];
  let drawn = 0;
  const chance = () => {
    drawn += 1;
    return drawn / 10_007;
  };
  const unknown = new Set<string>();
  const deps: Deps = {
    store,
    subscribers: new Map([[subscriber.name, subscriber]]),
    name: async (event) => {
      if (unknown.has(event.id)) return null;
      const contact = { first_name: 'Zoë', postal_address: { lines: ['1 Road', 'Town'], postcode } };
      const ref = `REF-${event.subject?.split('-')[1]}`;
      return { subject: ref, data: {}, contact, disclosed: ['first_name', 'postal_address'] };
    },
    files: bucket.files,
    alarm: (what) => void cries.push(what),
    now,
    clock: now,
    chance,
    key: keysWith('the key of one test, of 32 letters or more'),
    council: 'stockton',
  };
  const wanting = [{ name: subscriber.name, events: subscriber.events, file: subscriber.file }];
  const ring = gatherOn({ store, wake: async (message) => void bells.push(message), now, chance }, wanting);
  return {
    ...{ store, bucket, cries, bells, deps, unknown },
    route: (event: CloudEvent) =>
      routeEvents(
        { store, subscribers: wanting, personOf: keyOf, ring, alone: oneByOne(), now },
        { event, replay: null },
      ),
    look: (with_: Deps = deps, body: FileMessage = { subscriber: subscriber.name }) => exportFiles(with_, { body }),
    moveTo: (instant: string) => {
      at = Date.parse(instant);
    },
    pass: (ms: number) => {
      at += ms;
    },
    movesTo: (other: string) => {
      postcode = other;
    },
    rows: (number: number) =>
      bucket
        .text(`${subscriber.name}/${subscriber.name}-${String(number).padStart(6, '0')}.csv`)
        .split('\r\n')
        .slice(1, -2),
    states: async () => {
      const { subjects, ended } = await store.all();
      const waiting = subjects.flatMap((each) => each.waiting.map(({ event }) => [event.id, 'waiting'] as const));
      return Object.fromEntries([...ended.map((each) => [each.event.id, each.state] as const), ...waiting]);
    },
  };
}
