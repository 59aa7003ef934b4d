import { setTimeout as pause } from 'node:timers/promises';
import type { CountAskedView } from '../contracts/officers/ledger.ts';
import type { Template } from '../infra/local/engine/stack/template.ts';
import { type AwsCall, type BenchStack, startBenchStack } from './bench-stack.ts';
import type { RowOf } from './extract-file.ts';

/** What the stack did with one file, from its drop in the bucket to the last receipt. */
export type Played = {
  /** The engine's address, which names of queues hold. */
  endpoint: string;
  template: Template;
  calls: AwsCall[];
  /** Calls by name, those that Lambda's poller makes on AWS included. */
  operations: Record<string, number>;
  /** When each message was stored at Notify, and how many posts it answered with 429. */
  notify: { posts: number; at: number[]; limited: number };
  /** Of all handlers in their one process, without what the warm-up took; null if they had processes of their own. */
  cpu_seconds: number | null;
  /** What the warm-up called and posted. */
  warmUp: { calls: AwsCall[]; posts: number };
  /** What a count against Notify's list called, of the warm-up alone and of all, if it was played to the end. */
  counts: { before: AwsCall[]; after: AwsCall[] };
  /** Requests to the HTTP API. */
  apiRequests: number;
  /** Invocations of each function and how long they took together, by logical id. */
  invocations: { fn: string; ms: number }[];
};

type How = {
  /** Sending is stopped until all is planned, so that what is measured is the sending alone. */
  plannedFirst?: boolean;
  /** All handlers in one process, whose CPU is measured. */
  oneProcess?: boolean;
  /** Messages before what is measured. */
  warmUp?: number;
  /** The night before, the same people were on the file and nothing was due. */
  nightBefore?: boolean;
  /** Played until reconcile-notices has made sure of every notice, which is half a minute and more after it went out. */
  toTheEnd?: boolean;
};

/** Plays a file of which every row asks for one message. */
export async function playFile(rows: number, rowOf: RowOf, how: How = {}): Promise<Played> {
  const { plannedFirst = false, oneProcess = false, warmUp = 100, nightBefore = false, toTheEnd = false } = how;
  const stack = await startBenchStack({ oneProcess });
  const { engine, sandbox, calls, invocations } = stack;
  const stored = () => sandbox.messages().length;
  const until = async (messages: number) => {
    while (stored() < messages || !engine.idle()) await pause(50);
  };
  try {
    if (nightBefore) {
      await stack.drop('night-before.csv', rows, (n) => ({ ...rowOf(n), ...NIGHT_BEFORE }));
      await until(0);
    }
    await stack.drop('warm-up.csv', warmUp, (n) => ({ ...rowOf(n), ...anotherPerson(n) }));
    await until(warmUp);
    if (plannedFirst) await planFirst(stack, rows, rowOf);
    if (toTheEnd) await pause(OF_A_MOMENT_AGO_MS);
    const warm = calls.length;
    if (toTheEnd) await countAtNotify(stack, calls); // today's, which would come at any moment
    const before = {
      cpu: await stack.cpuSeconds(),
      calls: calls.length,
      invocations: invocations.length,
      api: stack.apiRequests(),
    };
    const operations = engine.callsByOperation();
    if (plannedFirst) await stack.operator('resume', {});
    else await stack.drop('measured.csv', rows, rowOf);
    await until(warmUp + rows);
    while (toTheEnd && pagesLeft(calls) > 0) await pause(500);
    const after = calls.length;
    let counted = after;
    const cpu = await stack.cpuSeconds();
    const took = { operations: engine.callsByOperation(), invocations: invocations.length };
    if (toTheEnd) {
      await pause(OF_A_MOMENT_AGO_MS);
      counted = calls.length;
      await countAtNotify(stack, calls);
    }
    const posts = sandbox.messages().slice(warmUp);
    return {
      endpoint: engine.endpoint,
      template: stack.template,
      calls: calls.slice(before.calls, after),
      counts: { before: calls.slice(warm, before.calls), after: calls.slice(counted) },
      operations: Object.fromEntries(
        Object.entries(took.operations).map(([name, count]) => [name, count - (operations[name] ?? 0)]),
      ),
      notify: {
        posts: posts.length,
        at: posts.map(({ created_at }) => Date.parse(created_at)),
        limited: calls.filter(({ input }) => JSON.stringify(input ?? {}).includes('"rate-limited"')).length,
      },
      cpu_seconds: cpu === null || before.cpu === null ? null : cpu - before.cpu,
      warmUp: { calls: calls.slice(0, before.calls), posts: warmUp },
      apiRequests: stack.apiRequests() - before.api,
      invocations: invocations.slice(before.invocations, took.invocations),
    };
  } finally {
    await stack.close();
  }
}

/** A count reads the notices of messages that are not a minute old, or seven days less twelve hours; most are between. */
const OF_A_MOMENT_AGO_MS = 61_000;

const NIGHT_BEFORE = { extract_id: 'BENCH-BEFORE', extracted_at: '2026-09-28T03:00:00+01:00', stage_code: 'NONE' };

/** Pages that are entered on the agenda of those to be made sure of, and not struck yet. */
function pagesLeft(calls: AwsCall[]): number {
  type Place = { pk?: { S?: string }; sk?: { S?: string } };
  const left = new Set<string | undefined>();
  for (const { operation, input } of calls) {
    const { Item, Key } = (input ?? {}) as { Item?: Place; Key?: Place };
    if (operation === 'PutItem' && Item?.pk?.S === 'AGENDA#make-sure') left.add(Item.sk?.S);
    if (operation === 'DeleteItem' && Key?.pk?.S === 'AGENDA#make-sure') left.delete(Key.sk?.S);
  }
  return left.size;
}

const anotherPerson = (n: number) => ({
  account_ref: String(700_000_000 + n),
  person_ref: `W${n}`,
  email: `warm.${n}@example.org`,
});

/** The record of a count says when it is over. */
async function countAtNotify({ engine, operator, countNow }: BenchStack, calls: AwsCall[]): Promise<void> {
  const from = calls.length;
  // By the platform's clock, which is not the machine's.
  const { wanted_at } = (await operator('count', {})) as CountAskedView;
  const asked = Date.parse(wanted_at);
  await countNow();
  do await pause(500);
  while (!engine.idle() || !calls.slice(from).some((call) => endsCount(call, asked)));
}

type CountItem = { sk?: { S?: string }; under_way?: { NULL?: true }; last?: { M?: { started_at?: { N?: string } } } };

function endsCount({ operation, input }: AwsCall, asked: number): boolean {
  const { Item } = (input ?? {}) as { Item?: CountItem };
  if (operation !== 'PutItem' || Item?.sk?.S !== 'COUNT' || !Item.under_way?.NULL) return false;
  return Number(Item.last?.M?.started_at?.N ?? 0) >= asked;
}

async function planFirst({ engine, operator, drop }: BenchStack, rows: number, rowOf: RowOf): Promise<void> {
  await operator('stop', { reason: 'bench' });
  await drop('measured.csv', rows, rowOf);
  do await pause(500);
  while (!engine.idle());
}
