import type { CloudEvent } from '../../../contracts/envelope.ts';
import { isNewer } from '../../../contracts/order.ts';
import type { Subscriber, Webhook } from '../../../contracts/subscriber.ts';
import { verdictOf } from '../../../functions/sync/rules/answers.ts';
import { type Ended, factOf, type Subject } from '../../../functions/sync/rules/subject.ts';
import type { SimulatedSubscriber } from './subscriber.ts';

type Checked = {
  facts: ReadonlyMap<string, CloudEvent>;
  entries: readonly Subscriber<Webhook>[];
  systems: ReadonlyMap<string, SimulatedSubscriber>;
  subjects: readonly Subject[];
  ended: readonly Ended[];
  /** Nothing was killed, frozen or lost: nobody may be told twice. */
  isWhole: boolean;
} & Repeats;

/** What officers asked for: what was dead by then, and what had passed the bus. Calls that came to their end. */
export type Repeats = {
  redrives: { subscriber: string; at: number; ids: ReadonlySet<string> }[];
  replays: { subscriber: string; at: number; ids: ReadonlySet<string> }[];
};

const CLOCKS_MS = 50;

/** What must hold at the end of a schedule, whatever happened in it. */
export function checkSync(checked: Checked): string[] {
  return checked.entries.flatMap((entry) => {
    const system = checked.systems.get(entry.name)!;
    const ended = new Map(
      checked.ended.filter(({ subscriber }) => subscriber === entry.name).map((each) => [each.event.id, each]),
    );
    const [redrives, replays] = [checked.redrives, checked.replays].map((all) =>
      all.filter(({ subscriber }) => subscriber === entry.name),
    ) as [Repeats['redrives'], Repeats['replays']];
    const wanted = [...checked.facts.values()].filter(({ type }) => entry.events.includes(type));
    return [
      ...system.violations,
      ...wanted.flatMap((event) =>
        problemsOf(event, { system, ended: ended.get(event.id), isWhole: checked.isWhole, replays }),
      ),
      ...[...ended]
        .filter(([id, { state, at }]) => state === 'dead' && redrives.some((one) => one.ids.has(id) && at < one.at))
        .map(([id]) => `${entry.name}: ${id} is still dead, though it was to be tried again`),
      ...newestOf(wanted)
        .filter(({ id }) => replays.some(({ at, ids }) => ids.has(id) && (ended.get(id)?.at ?? at) < at))
        .map(({ id }) => `${entry.name}: ${id} was not told again, though its replay was asked for`),
      ...newestOf(wanted).flatMap(({ id }) =>
        ended.get(id)?.state === 'superseded' ? [`${entry.name}: ${id} is the newest, and was superseded`] : [],
      ),
      ...paceOf(system, entry.transport.per_second),
      ...pausesOf(system),
    ];
  });
}

type About = {
  system: SimulatedSubscriber;
  ended: Ended | undefined;
  isWhole: boolean;
  replays: Repeats['replays'];
};

function problemsOf(event: CloudEvent, { system, ended, isWhole, replays }: About): string[] {
  const { id } = event;
  const say = (what: string) => `${system.name} ${id}: ${what}`;
  const verdicts = system.verdicts(id);
  const clean = verdicts.filter(({ kind }) => kind === 'delivered').length;
  const found: string[] = [];
  if (!ended) return [say('has not come to its end')];
  if (ended.state === 'superseded' && factOf(event).told === null) found.push(say('counts, and was superseded'));
  if (ended.state === 'delivered' && clean === 0) found.push(say('is delivered, and nobody took it'));
  if (ended.state === 'dead' && ended.reason === 'http-410' && !verdicts.some(({ kind }) => kind === 'dead'))
    found.push(say('is dead, and nobody refused it'));
  if (ended.tries.length < verdicts.length)
    found.push(say(`${verdicts.length} tries, of which ${ended.tries.length} are on record`));
  if (isWhole && clean > 1 + replays.length) found.push(say(`was taken ${clean} times`));
  if (isWhole && replays.length === 0 && clean > 0 && ended.state !== 'delivered')
    found.push(say(`was taken, and is ${ended.state}`));
  return found;
}

/** Of all that is told of the same, the newest. */
function newestOf(facts: CloudEvent[]): CloudEvent[] {
  const lines = Map.groupBy(
    facts.filter((event) => factOf(event).told !== null),
    (event) => `${event.subject} ${factOf(event).told}`,
  );
  const newness = (event: CloudEvent) => ({ ...event, sequence: factOf(event).sequence });
  return [...lines.values()].map((line) => line.reduce((a, b) => (isNewer(newness(b), newness(a)) ? b : a)));
}

function paceOf({ name, asked }: SimulatedSubscriber, per_second: number): string[] {
  const most = 11 * per_second;
  const burst = asked.find(({ at }) => asked.filter((each) => each.at >= at && each.at < at + 10_000).length > most);
  return burst ? [`${name}: more than ${most} tries in ten seconds`] : [];
}

const LEAST_PAUSES_MS = [4_000, 24_000, 96_000, 480_000];

/** What failed is not tried again before its pause is over. */
function pausesOf({ name, asked }: SimulatedSubscriber): string[] {
  return [...Map.groupBy(asked, ({ id }) => id)].flatMap(([id, tries]) => {
    let failed = 0;
    return tries.flatMap(({ at }, i) => {
      const before = tries[i - 1];
      // One that was taken or refused is told again because an officer asked for it: it begins anew.
      const isAnew = before?.answer && verdictOf(before.answer).kind !== 'again';
      failed = isAnew ? 0 : failed + (before ? 1 : 0);
      if (isAnew || !before?.ended || before.answer?.kind === undefined) return [];
      const least = LEAST_PAUSES_MS[Math.min(failed, LEAST_PAUSES_MS.length) - 1]!;
      return at < before.ended + least - CLOCKS_MS
        ? [`${name}: try ${i + 1} of ${id} came ${at - before.ended} ms after the one before`]
        : [];
    });
  });
}
