// Time to live, which dynalite has not: items whose time is over go at the start and each hour, also of a clock that is moved on.

import type { Stack } from '../stack/stack.ts';
import { callTables, type Tables } from './dynamodb.ts';

const EVERY_MS = 3_600_000;

/** Asks DynamoDB, in its own JSON. */
export type Ask = (operation: 'Scan' | 'DeleteItem', input: object) => Promise<Record<string, unknown>>;

type Expiring = { name: string; attribute: string; keys: string[] };
type Item = Record<string, { S?: string; N?: string }>;

/** The tables of a stack that have a time to live, each with the attribute that holds it (seconds since 1970). */
const expiringIn = (stack: Stack): Expiring[] =>
  stack.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').flatMap(({ logicalId, properties }) => {
    const { AttributeName, Enabled } = (properties['TimeToLiveSpecification'] ?? {}) as Record<string, unknown>;
    const keys = (properties['KeySchema'] as { AttributeName: string }[]).map((each) => each.AttributeName);
    return Enabled ? [{ name: stack.identity(logicalId).name, attribute: String(AttributeName), keys }] : [];
  });

/** Deletes what may go by now. What was written anew since it was found stays. */
export async function sweepTable(ask: Ask, { name, attribute, keys }: Expiring, now: number): Promise<void> {
  const over = {
    ExpressionAttributeNames: { '#expires': attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
  };
  let from: unknown;
  do {
    const page = await ask('Scan', {
      TableName: name,
      FilterExpression: '#expires <= :now',
      ...over,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    for (const item of page['Items'] as Item[])
      await ask('DeleteItem', {
        TableName: name,
        Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
        ConditionExpression: '#expires <= :now',
        ...over,
      });
    from = page['LastEvaluatedKey'];
  } while (from);
}

/** Sweeps the tables one after the other, one sweep at a time. */
export function startExpiry(stack: Stack, { tables, now }: { tables: Tables; now: () => number }) {
  const expiring = expiringIn(stack);
  const ask: Ask = async (operation, input) => (await callTables(tables, operation, input)).body;
  let last = Promise.resolve();
  let stopped = false;
  let sweptAt = 0;
  const sweep = () => {
    sweptAt = now();
    last = last.then(async () => {
      for (const each of stopped ? [] : expiring) await sweepTable(ask, each, now());
    });
    return last;
  };
  const timer = setInterval(() => void sweep(), EVERY_MS);
  timer.unref();
  void sweep();
  return {
    clockMoved: () => void (now() - sweptAt >= EVERY_MS && sweep()),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await last;
    },
  };
}
