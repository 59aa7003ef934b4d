// Reads that are not consistent may be up to a second behind, and those of an index always may: they are answered by a
// second dynalite, which does each successful write again a while after the first did it.

import type { ServerResponse } from 'node:http';
import type { Tables } from '../dynamodb/dynamodb.ts';
import type { Unkind } from './unkind.ts';

type Request = Parameters<Tables['handle']>[0];

/** DynamoDB says "usually within one second". */
const LONGEST_LAG_MS = 1000;
const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

export function laggingTables(tables: Tables, replica: Tables, { random }: Unkind): Tables {
  let last = { doneAt: 0, done: Promise.resolve() };
  let closing = false;
  // One after another, in the order in which they were done.
  const replicate = (request: Request) => {
    const before = last;
    const doneAt = Math.max(before.doneAt, Date.now() + random() * LONGEST_LAG_MS);
    const done = new Promise<void>((go) => setTimeout(go, closing ? 0 : doneAt - Date.now()))
      .then(() => before.done)
      .then(() => new Promise<void>((go) => replica.handle(request, discarding(go))));
    last = { doneAt, done };
  };
  return {
    handle: (request, res) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      if (READS.includes(operation) && !isConsistent(request.body)) return replica.handle(request, res);
      if (WRITES.includes(operation)) whenAnswered(res, () => res.statusCode === 200 && replicate(request));
      tables.handle(request, res);
    },
    close: async () => {
      closing = true;
      await last.done;
      await Promise.all([tables.close(), replica.close()]);
    },
  };
}

/** A BatchGetItem is consistent if one of its tables is asked to be. */
const isConsistent = (body: Buffer) => /"ConsistentRead":\s*true/.test(body.toString());

function whenAnswered(res: ServerResponse, then: () => void): void {
  const end = res.end;
  res.end = ((...args: Parameters<typeof end>) => {
    res.end = end;
    then();
    return end.apply(res, args);
  }) as typeof end;
}

/** Takes dynalite's answer, and says when it came. */
const discarding = (then: () => void) =>
  ({ statusCode: 200, setHeader: () => undefined, end: then }) as unknown as ServerResponse;
