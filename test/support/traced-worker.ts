import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSEvent } from 'aws-lambda';
import { done } from '../../functions/shared/outcome.ts';
import { publishTo } from '../../functions/shared/publish.ts';
import { busFacts, sqsWorker } from '../../functions/shared/sqs-worker.ts';

// A worker as a traced stage has it, bundled and run by test/unit/shared/trace.test.ts: it publishes what it gets, and fails over what is wrong.

type Fact = { id: string; wrong?: string };

const client = { send: async () => ({ Entries: [{ EventId: '1' }] }) };
const publish = publishTo(client as never, 'facts');

const handler = sqsWorker<object, Fact>({
  logger: new Logger({ logLevel: 'SILENT' }),
  deps: async () => ({}),
  split: busFacts,
  parse: (json) => json as Fact,
  core: async (_, { body: { id, wrong } }) => {
    if (wrong) throw new Error(wrong);
    await publish([
      { id: id.replaceAll('a', 'b'), source: 'council.test', type: 't', time: '2026-09-29T09:00:00Z' } as never,
    ]);
    return done;
  },
});

const facts = JSON.parse(process.argv[2]!) as Fact[];
const event = { Records: [{ messageId: 'm', body: JSON.stringify({ detail: { events: facts } }), attributes: {} }] };
const said = await handler(event as unknown as SQSEvent, { getRemainingTimeInMillis: () => 1_000 } as Context);
console.log(JSON.stringify(said));
