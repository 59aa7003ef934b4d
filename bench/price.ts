import type { AwsCall } from './bench-stack.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { dynamodbUnits, isOfRun, unitsOfWhole } from './dynamodb-units.ts';
import { allReminded } from './extract-file.ts';
import { type Played, playFile } from './played-file.ts';

const NOTICES = 500;
const TARGET_DOLLARS = 10;
/** How long Notify keeps a message, and count-ledger counts it once a day. */
const DAYS_KEPT = 7;
/** A run's decisions are compared with its notices by the first count after it, and by the next if they may not have been whole. */
const COUNTS_OF_A_RUN = 2;

/**
 * List prices in eu-west-2 of a million of each, in US dollars, without VAT and free tiers (aws.amazon.com, the pricing
 * page of each service). Left out, being cents for a million notices: S3, Secrets Manager, KMS; and logs, which hold what
 * went wrong and nothing of what went well (node-function.ts).
 */
export const DOLLARS = {
  'DynamoDB write units, on demand': 0.7423,
  'DynamoDB read units, on demand': 0.1485,
  'SQS requests': 0.4,
  'EventBridge events': 1,
  'Lambda invocations': 0.2,
  'Lambda GB-seconds, arm64': 13.3334,
  'HTTP API requests': 1.16,
} as const;

/** AWS calls of a notice by kind, from its row to its receipt, and what a million of them cost. */
export const price: Benchmark = {
  name: 'price',
  about: `AWS calls for each of ${NOTICES} notices, from row to receipt, and the list price of a million in eu-west-2`,
  run: async () => {
    const night = priced(await playFile(NOTICES, allReminded, { nightBefore: true, toTheEnd: true }));
    const first = priced(await playFile(NOTICES, allReminded, { toTheEnd: true }));
    const { played, posts, lines } = night;
    return [
      { what: 'a million notices', value: night.total, unit: 'US dollars', target: { at_most: TARGET_DOLLARS } },
      {
        what: "with counting them against Notify's list, on each of the seven days that it keeps them",
        value: night.total + night.counting.ofNotices,
        unit: 'US dollars',
        target: { at_most: TARGET_DOLLARS },
      },
      {
        what: 'a year of daily counts, whatever the number of notices',
        value: night.counting.ofAYear,
        unit: 'US dollars',
      },
      { what: 'the same on a first night, when nobody on the file is known', value: first.total, unit: 'US dollars' },
      ...lines.flatMap(({ what, each, dollars }): Row[] => [
        { what: `of which ${what}`, value: dollars, unit: 'US dollars' },
        { what: `${what} for a notice`, value: each, unit: 'units' },
      ]),
      ...night.writes.map(
        ([kind, units]): Row => ({ what: `write units of ${kind} for a notice`, value: units / posts, unit: 'units' }),
      ),
      ...Object.entries(played.operations)
        .filter(([, count]) => count >= posts / 100)
        .map(([name, count]): Row => ({ what: `calls of ${name} for a notice`, value: count / posts, unit: 'calls' })),
    ];
  },
};

function priced(played: Played) {
  const { posts } = played.notify;
  const { writes, units: counted } = unitsOf({ ...played, before: played.warmUp.calls });
  const lines = Object.entries(counted).map(([what, units]) => ({
    what,
    each: units / posts,
    dollars: (units / posts) * DOLLARS[what as keyof typeof DOLLARS],
  }));
  const most = [...writes].filter(([, units]) => units >= posts / 100).sort(([, a], [, b]) => b - a);
  const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
  return { played, posts, lines, counting: countingOf(played), writes: most, total };
}

const READ = DOLLARS['DynamoDB read units, on demand'];
const WRITE = DOLLARS['DynamoDB write units, on demand'];

/** Dollars for a million notices, and for a year of counts. What two counts of different numbers differ in is the notices'. */
function countingOf({ counts, warmUp, calls, notify }: Played): { ofNotices: number; ofAYear: number } {
  const all = [...warmUp.calls, ...calls];
  const daily = (of: AwsCall[], until: AwsCall[]) => {
    const every = of.filter((call) => !isOfRun(call));
    const { read, write } = dynamodbUnits(every, until);
    return (read + unitsOfWhole(every, until)) * READ + write * WRITE;
  };
  const [little, much] = [daily(counts.before, warmUp.calls), daily(counts.after, all)];
  const each = (much - little) / notify.posts;
  const ofRuns = (unitsOfWhole(counts.after.filter(isOfRun), all) * READ) / (notify.posts + warmUp.posts);
  return {
    ofNotices: DAYS_KEPT * each + COUNTS_OF_A_RUN * ofRuns,
    ofAYear: ((little - each * warmUp.posts) * 365) / 1e6,
  };
}

type Resources = Record<string, { Type: string; Properties?: Record<string, unknown> }>;

type Made = Pick<Played, 'calls' | 'operations' | 'invocations' | 'template' | 'apiRequests'> & {
  /** The calls that had filled the tables by then. */
  before: readonly AwsCall[];
};

export function unitsOf({ calls, before, operations, invocations, template, apiRequests }: Made) {
  const resources = (template.Resources ?? {}) as Resources;
  const count = (name: string) => operations[name] ?? 0;
  withoutIndexes(resources);
  const { write, read, writes } = dynamodbUnits(calls, before);
  const events = calls.flatMap(({ operation, input }) =>
    operation === 'PutEvents' ? ((input as { Entries: { DetailType: string }[] }).Entries ?? []) : [],
  );
  const deliveries = events.reduce((sum, { DetailType }) => sum + targetsOf(resources, DetailType), 0);
  const own = ['SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteMessageBatch', 'DeleteMessage'];
  const memoryMb = (fn: string) => Number(resources[fn]?.Properties?.['MemorySize'] ?? 128);
  const units: Record<keyof typeof DOLLARS, number> = {
    'DynamoDB write units, on demand': write,
    'DynamoDB read units, on demand': read,
    // A rule that puts an event on a queue sends a message at our expense.
    'SQS requests': own.reduce((sum, name) => sum + count(`sqs.${name}`), deliveries),
    'EventBridge events': events.length,
    'Lambda invocations': invocations.length,
    'Lambda GB-seconds, arm64': invocations.reduce((sum, { fn, ms }) => sum + ((ms / 1000) * memoryMb(fn)) / 1024, 0),
    'HTTP API requests': apiRequests,
  };
  return { writes, units };
}

/** How many queues the rules put an event of this type on. */
function targetsOf(resources: Resources, type: string): number {
  return Object.values(resources).reduce((sum, { Type, Properties = {} }) => {
    const pattern = Properties['EventPattern'] as { 'detail-type'?: string[] } | undefined;
    const takes = Type === 'AWS::Events::Rule' && pattern?.['detail-type']?.includes(type);
    return takes ? sum + (Properties['Targets'] as unknown[]).length : sum;
  }, 0);
}

/** @throws Error if a table has an index: what moving on it costs is not counted here. */
function withoutIndexes(resources: Resources): void {
  for (const [id, { Type, Properties }] of Object.entries(resources))
    if (/^AWS::DynamoDB::(Global)?Table$/.test(Type) && Properties?.['GlobalSecondaryIndexes'])
      throw new Error(`${id} has an index: bench/dynamodb-units.ts has to count what moving on it costs`);
}
