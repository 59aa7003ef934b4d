// Lambda's detection of recursive loops: a function that was invoked about 16 times in one chain of messages through SQS
// is not invoked again by it, unless its RecursiveLoop is Allow. The chain travels in the trace header that the AWS SDK
// puts on each call of a function, under Lineage: how often each function stands in it.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Stack } from '../stack/stack.ts';

/** How often each function, by its logical id, was invoked in a chain. */
type Chain = ReadonlyMap<string, number>;

export type Chains = {
  /** Runs a call with the chain that its trace header tells of: what it sends belongs to that chain. */
  during<T>(traceHeader: string | undefined, call: () => T): T;
  /** Runs a call whose messages are copies of this one, in its chain. */
  copying<T>(messageId: string, call: () => T): T;
  /** A message was sent. */
  sent(messageId: string): void;
  /** A message is gone. */
  gone(messageId: string): void;
  /** Whether Lambda would stop the function rather than hand it this message. */
  stops(fn: string, messageId: string): boolean;
  /** The trace header of an invocation with these messages. */
  traceOf(fn: string, messageIds: string[]): string;
};

/** Amazon says "approximately 16". */
const LONGEST_CHAIN = 16;
const ROOT = 'Root=1-00000000-000000000000000000000000';

export function createChains(allowed: ReadonlySet<string>): Chains {
  const running = new AsyncLocalStorage<Chain>();
  const chains = new Map<string, Chain>();
  const turnsOf = (fn: string, messageId: string) => chains.get(messageId)?.get(fn) ?? 0;
  return {
    during: (traceHeader, call) => running.run(readChain(traceHeader), call),
    copying: (messageId, call) => running.run(chains.get(messageId) ?? new Map(), call),
    sent: (messageId) => {
      const chain = running.getStore();
      if (chain?.size) chains.set(messageId, chain);
    },
    gone: (messageId) => void chains.delete(messageId),
    stops: (fn, messageId) => !allowed.has(fn) && turnsOf(fn, messageId) >= LONGEST_CHAIN,
    traceOf: (fn, messageIds) => {
      const longest = new Map<string, number>();
      for (const id of messageIds)
        for (const [each, turns] of chains.get(id) ?? []) longest.set(each, Math.max(turns, longest.get(each) ?? 0));
      longest.set(fn, (longest.get(fn) ?? 0) + 1);
      return `${ROOT};Lineage=${[...longest].map(([each, turns]) => `${each}:${turns}`).join('|')}`;
    },
  };
}

function readChain(traceHeader = ''): Chain {
  const lineage = /Lineage=([^;]+)/.exec(traceHeader)?.[1] ?? '';
  const turns = lineage.split('|').map((each) => each.split(':') as [string, string]);
  return new Map(turns.filter(([fn]) => fn).map(([fn, count]) => [fn, Number(count)]));
}

/** The functions that may stand in a circle, by logical id. */
export const allowedToRecur = (stack: Stack): Set<string> =>
  new Set(
    stack
      .ofType('AWS::Lambda::Function')
      .filter(({ properties }) => properties['RecursiveLoop'] === 'Allow')
      .map(({ logicalId }) => logicalId),
  );
