import type { CloudEvent } from '../../../contracts/envelope.ts';
import { isNewer } from '../../../contracts/order.ts';
import { keysWith } from '../../../functions/shared/ids.ts';
import { oneByOne } from '../../../functions/shared/one-by-one.ts';
import { exportFiles } from '../../../functions/sync/export-files/export-files.ts';
import { routeEvents } from '../../../functions/sync/route-events/route-events.ts';
import { factOf } from '../../../functions/sync/rules/subject.ts';
import { gatherOn } from '../../../functions/sync/steps/gather.ts';
import type { FileMessage } from '../../../functions/sync/steps/messages.ts';
import { inMemoryFiles } from '../../support/files-out.ts';
import { ADDRESS, CONTACT, factOnBus, keyOf, OPT_OUT } from '../../support/sync-facts.ts';
import { inMemorySyncStore } from '../../support/sync-store.ts';
import { faultyPorts, mischief, NO_FAULTS } from '../faults.ts';
import { countPoints } from '../points.ts';
import { type Delivery, faultyQueue } from '../queue.ts';
import { type Random, randomFrom } from '../random.ts';
import { virtualTime } from '../virtual-time.ts';

const START = Date.parse('2026-11-28T17:50:00Z');
const MINUTE_MS = 60_000;
const FAULTY_MS = 30 * MINUTE_MS;
/** And the same hour of the next day, for the file of that day. */
const DAY_MS = 24 * 60 * MINUTE_MS;
const COLUMNS = ['ref', 'sequence', 'event_id', 'postcode'];

/** One schedule of a subscriber that takes files: facts in any order and twice, and a register that moves on with every second. */
export async function simulateFiles(seed: number) {
  const random = randomFrom(seed);
  const time = virtualTime(START);
  const faults = {
    ...NO_FAULTS,
    kill: random.pick([0, 0.005, 0.02]),
    freeze: random.pick([0, 0.01]),
    failBefore: random.pick([0, 0.02]),
    failAfter: random.pick([0, 0.02]),
    twice: random.pick([0, 0.03]),
    slow: random.pick([0, 0.03]),
    healedAt: START + FAULTY_MS,
  };
  const trouble = mischief(time, { random, faults, tell: () => {} });
  const ports = faultyPorts(time, trouble, countPoints());
  const store = inMemorySyncStore();
  const bucket = inMemoryFiles(time.now);
  const when = random.pick([{ schedule: '18:00' }, { after_changes: 1 }, { after_changes: 4 }]);
  const fields = ['postal_address' as const];
  const entry = { name: 'roll', events: [ADDRESS, CONTACT, OPT_OUT], fields };
  const subscriber = { ...entry, file: { columns: COLUMNS, encoding: 'utf-8' as const, ...when } };
  const wanting = [{ name: 'roll', events: entry.events, file: subscriber.file }];
  const name = async (event: CloudEvent) => {
    const contact = { postal_address: { lines: ['1 Road'], postcode: String(time.now()) } };
    return { subject: event.subject ?? '', data: { event_id: event.id }, contact, disclosed: fields };
  };
  const guardOf = ({ worker }: Delivery) => ({
    store: ports.guard(store, { worker, name: 'store' }),
    files: ports.guard(bucket.files, { worker, name: 'files' }),
    ...ports.guard({ name }, { worker, name: 'register' }),
  });
  const common = { now: time.now, clock: time.now, chance: random.next, council: 'stockton', alarm: () => {} };
  const key = keysWith('the key of a schedule, of 32 letters or more');
  const subscribers = new Map([['roll', subscriber]]);
  const exporting = faultyQueue<FileMessage>(time, {
    ...{ name: 'export', mischief: trouble, timeoutMs: 10 * MINUTE_MS },
    work: (body, delivery) => exportFiles({ ...common, ...guardOf(delivery), key, subscribers }, { body }),
  });
  const routing = faultyQueue<CloudEvent>(time, {
    ...{ name: 'route', mischief: trouble, timeoutMs: MINUTE_MS },
    work: (event, delivery) => {
      const guarded = guardOf(delivery);
      const wake = async (message: FileMessage, seconds = 0) => exporting.put(message, seconds * 1_000);
      const ring = gatherOn({ ...common, store: guarded.store, wake }, wanting);
      const deps = { ...common, store: guarded.store, subscribers: wanting, personOf: keyOf, ring, alone: oneByOne() };
      return routeEvents(deps, { event, replay: null });
    },
  });
  const facts = someFacts(random);
  for (const event of facts.values())
    for (let n = random.int(1, 2); n > 0; n -= 1)
      time.at(START + random.int(0, FAULTY_MS - MINUTE_MS), () => routing.put(event));
  for (const day of [START, START + DAY_MS])
    for (let at = day; at < day + 2 * FAULTY_MS; at += MINUTE_MS)
      time.at(at, () => exporting.put({ subscriber: 'roll' }));
  await time.runUntil(START + DAY_MS + 3 * FAULTY_MS);
  const { ended, subjects } = await store.all();
  const waiting = subjects.flatMap((subject) => subject.waiting);
  const violations = [
    ...sameBytes(bucket.puts),
    ...eachOnce(bucket.puts, facts),
    ...ofRecord(bucket.puts, ended),
    ...(waiting.length > ('schedule' in when ? 0 : when.after_changes - 1) ? [`${waiting.length} wait`] : []),
    ...((await store.outbox('roll'))?.settled === null ? [] : ['a file is settled and not written']),
  ];
  return { violations, faults: trouble.met, files: bucket.names().length / 2 };
}

type Puts = ReadonlyMap<string, Buffer[]>;

const sameBytes = (puts: Puts): string[] =>
  [...puts].flatMap(([name, all]) =>
    new Set(all.map(String)).size > 1 ? [`${name} was written with other bytes`] : [],
  );

/** Facts of all files, in the order of the files. */
const rowsOf = (puts: Puts): string[] =>
  [...puts]
    .filter(([name]) => name.endsWith('.csv'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [bytes]]) => String(bytes).split('\r\n').slice(1, -2))
    .map((line) => line.split(',')[2] ?? '');

/** No fact stands in two files, and none after a newer one that is told of the same. */
function eachOnce(puts: Puts, facts: ReadonlyMap<string, CloudEvent>): string[] {
  const seen = new Map<string, CloudEvent>();
  const ids = new Set<string>();
  return rowsOf(puts).flatMap((id) => {
    if (ids.has(id)) return [`${id} stands in two files`];
    ids.add(id);
    const event = facts.get(id) as CloudEvent;
    const { told, sequence } = factOf(event);
    const line = `${event.subject} ${told}`;
    const before = told === null ? undefined : seen.get(line);
    if (before && isNewer({ ...before, sequence: factOf(before).sequence }, { ...event, sequence }))
      return [`${id} stands after ${before.id}`];
    seen.set(line, event);
    return [];
  });
}

type Ends = Awaited<ReturnType<ReturnType<typeof inMemorySyncStore>['all']>>['ended'];

/** What stands in a file is on record as delivered, with what it disclosed; and nothing else is. */
function ofRecord(puts: Puts, ended: Ends): string[] {
  const rows = new Set(rowsOf(puts));
  const delivered = ended.filter(
    ({ state, disclosed, tries }) => state === 'delivered' && disclosed.length > 0 && tries.length === 1,
  );
  const ids = new Set(delivered.map(({ event }) => event.id));
  return [
    ...[...rows].filter((id) => !ids.has(id)).map((id) => `${id} stands in a file, and is not on record`),
    ...[...ids].filter((id) => !rows.has(id)).map((id) => `${id} is on record, and in no file`),
  ];
}

function someFacts(random: Random): Map<string, CloudEvent> {
  const facts = new Map<string, CloudEvent>();
  for (const person of ['A', 'B', 'C', 'D', 'E'].slice(0, random.int(1, 5)))
    for (let n = random.int(2, 6); n > 0; n -= 1) {
      const about = { person, channel: random.pick(['sms', 'post'] as const) };
      const event = factOnBus(random.pick([ADDRESS, CONTACT, OPT_OUT]), 6 + n, about);
      facts.set(event.id, event);
    }
  return facts;
}
