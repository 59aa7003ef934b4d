import type { CloudEvent } from '../../../contracts/envelope.ts';
import { isNewer } from '../../../contracts/order.ts';
import type { Subscriber, Webhook } from '../../../contracts/subscriber.ts';
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
};

const CLOCKS_MS = 50;

/** What must hold at the end of a schedule, whatever happened in it. */
export function checkSync(checked: Checked): string[] {
  return checked.entries.flatMap((entry) => {
    const system = checked.systems.get(entry.name)!;
    const ended = new Map(
      checked.ended.filter(({ subscriber }) => subscriber === entry.name).map((each) => [each.event.id, each]),
    );
    const wanted = [...checked.facts.values()].filter(({ type }) => entry.events.includes(type));
    return [
      ...system.violations,
      ...wanted.flatMap((event) => problemsOf(event, { system, ended: ended.get(event.id), isWhole: checked.isWhole })),
      ...newestOf(wanted).flatMap(({ id }) =>
        ended.get(id)?.state === 'superseded' ? [`${entry.name}: ${id} is the newest, and was superseded`] : [],
      ),
      ...paceOf(system, entry.transport.per_second),
      ...pausesOf(system),
    ];
  });
}

type About = { system: SimulatedSubscriber; ended: Ended | undefined; isWhole: boolean };

function problemsOf(event: CloudEvent, { system, ended, isWhole }: About): string[] {
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
  if (isWhole && clean > 1) found.push(say('was told twice after it was taken'));
  if (isWhole && clean > 0 && ended.state !== 'delivered') found.push(say(`was taken, and is ${ended.state}`));
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
  return [...Map.groupBy(asked, ({ id }) => id)].flatMap(([id, tries]) =>
    tries.flatMap(({ at }, i) => {
      const before = tries[i - 1];
      if (!before?.ended || before.answer?.kind === undefined) return [];
      const least = LEAST_PAUSES_MS[Math.min(i, LEAST_PAUSES_MS.length) - 1]!;
      return at < before.ended + least - CLOCKS_MS
        ? [`${name}: try ${i + 1} of ${id} came ${at - before.ended} ms after the one before`]
        : [];
    }),
  );
}
