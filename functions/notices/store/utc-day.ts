import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CHANNELS } from '../../../contracts/channels.ts';
import { expiry } from '../../../contracts/retention.ts';
import { wentThrough } from '../../shared/conditional-write.ts';
import { together } from '../../shared/together.ts';
import type { Channel } from '../notice/notice.ts';
import type { ControlStore, Day, TakenUp } from './ports.ts';
import { controlPlace } from './table.ts';

/** How long a message waits for others of its batch, so that they are written down at once. */
const LINGER_MS = 5;

export const noDay = (): Day => ({ posted: { sms: 0, email: 0, letter: 0 }, taken: 0, upto: 0, upto_at: 0, late: 0 });

export const utcDay = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
export const nextUtcDay = (instant: number): number => (Math.floor(instant / 86_400_000) + 1) * 86_400_000;

/** The day with what was taken up at once, and for each how many had been posted on its channel before it. */
export function dayWith(day: Day, all: readonly TakenUp[]): { day: Day; before: number[] } {
  const posted = { ...day.posted };
  const before = all.map(({ channel }) => {
    if (channel === null) return 0;
    posted[channel] += 1;
    return posted[channel] - 1;
  });
  const inTime = all.filter(({ late }) => !late);
  const tooLate = all.filter(({ late }) => late);
  const last = all.reduce((a, b) => (b.slot_at > a.slot_at ? b : a));
  return {
    day: {
      posted,
      taken: day.taken + inTime.length,
      ...(last.slot_at > day.upto
        ? { upto: last.slot_at, upto_at: last.at }
        : { upto: day.upto, upto_at: day.upto_at }),
      late: Math.max(day.late, ...tooLate.map(({ slot_at }) => slot_at)),
    },
    before,
  };
}

/** One item for each UTC day, written once for a worker's batch: what was posted, and how well workers keep up. */
export function dayOn(client: DynamoDBDocumentClient, TableName: string): Pick<ControlStore, 'day' | 'takeUp'> {
  const place = (utcDate: string) => ({ TableName, Key: controlPlace(`DAY#${utcDate}`) });

  async function write(utcDate: string, all: TakenUp[]): Promise<number[]> {
    const { day: more, before } = dayWith(noDay(), all);
    const add = { taken: more.taken, ...more.posted };
    let after: Record<string, unknown> | undefined;
    const update = (set: Record<string, number>, condition?: string) =>
      client
        .send(
          new UpdateCommand({
            ...place(utcDate),
            UpdateExpression: [
              `ADD ${Object.keys(add).map((name) => `#${name} :${name}`)}`,
              ...(Object.keys(set).length > 0 ? [`SET ${Object.keys(set).map((name) => `#${name} = :${name}`)}`] : []),
            ].join(' '),
            ...(condition && { ConditionExpression: condition }),
            ExpressionAttributeNames: Object.fromEntries(
              Object.keys({ ...add, ...set }).map((name) => [`#${name}`, name]),
            ),
            ExpressionAttributeValues: Object.fromEntries(
              Object.entries({ ...add, ...set }).map(([name, value]) => [`:${name}`, value]),
            ),
            ReturnValues: 'ALL_NEW',
          }),
        )
        .then(({ Attributes }) => {
          after = Attributes;
        });
    const late: Record<string, number> = more.late > 0 ? { late: more.late } : {};
    const goes = expiry('count of a day', Date.parse(utcDate));
    const newest = { upto: more.upto, upto_at: more.upto_at, ...late, ...goes };
    // Another worker may have taken up newer ones: those stand.
    if (!(await wentThrough(update(newest, 'attribute_not_exists(#upto) OR #upto <= :upto'))))
      await update({ ...late, ...goes });
    return all.map(({ channel }, i) =>
      channel === null ? 0 : Number(after?.[channel]) - more.posted[channel] + (before[i] as number),
    );
  }
  const takeUp = together(
    Number.POSITIVE_INFINITY,
    async (all: TakenUp[]) => {
      const answers = new Map<TakenUp, number>();
      await Promise.all(
        [...Map.groupBy(all, ({ at }) => utcDay(at))].map(async ([utcDate, ofDay]) => {
          const before = await write(utcDate, ofDay);
          ofDay.forEach((each, i) => void answers.set(each, before[i] as number));
        }),
      );
      return all.map((each) => answers.get(each) as number);
    },
    LINGER_MS,
  );
  return {
    takeUp: (message) => takeUp({ ...message }),
    day: async (utcDate) => {
      const { Item } = await client.send(new GetCommand({ ...place(utcDate), ConsistentRead: true }));
      const { taken, upto, upto_at, late, ...posted } = { ...noDay(), ...Item } as Day &
        Partial<Record<Channel, number>>;
      return { posted: postedIn(posted), taken, upto, upto_at, late };
    },
  };
}

const postedIn = (item: Partial<Record<Channel, number>>): Day['posted'] =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, item[channel] ?? 0])) as Day['posted'];
