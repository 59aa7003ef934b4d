import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { deadLettersAt } from '../../infra/local/start/dead-letters.ts';
import { OPERATOR } from '../../infra/local/start/operator.ts';
import type { NamedQueue } from '../../infra/local/start/queue-names.ts';
import { referencesIn } from '../../infra/operate/letters.ts';
import { arnOf, cleanUp, queue, start, temporaryFolder } from './engine/stack-under-test.ts';

afterEach(cleanUp);

/** A queue and its dead letters on the engine, with no function that reads either. */
async function world(dataDir?: string) {
  const resources = {
    Work: queue({ RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 3 } }),
    Dead: queue(),
  };
  const engine = await start(resources, { dataDir });
  const queues = (): NamedQueue[] =>
    engine.queues().map(({ logicalId, name, oldestSentAt, deadLetterOf, ...counts }) => ({
      ...counts,
      name: 'plan-notices',
      deadLetters: logicalId === 'Dead',
      oldest: oldestSentAt,
      queue: name,
      feeds: deadLetterOf,
    }));
  const visible = () => Object.fromEntries(engine.queues().map((each) => [each.logicalId, each.visible]));
  const sqs = new SQSClient({ ...OPERATOR, endpoint: engine.endpoint });
  const deadUrl = engine.resources.get('Dead')?.physicalId;
  const die = (body: object) =>
    sqs.send(new SendMessageCommand({ QueueUrl: deadUrl, MessageBody: JSON.stringify(body) }));
  return { letters: deadLettersAt(engine.endpoint, queues), die, visible, queues };
}

const NOTICE = 'abcdefghijklmnopqrstuv';

// A data folder is SQLite, which begins no transaction within another one.
test.each([
  ['in memory', () => undefined],
  ['in a data folder', temporaryFolder],
])('dead letters are shown by reference, may be looked at again, and all go round again: %s', async (_, folder) => {
  const { letters, die, visible, queues } = await world(folder());
  for (let i = 0; i < 12; i += 1) await die({ notice: NOTICE, times_planned: i, slot_at: 1 });
  const seen = await letters.list('plan-notices');
  expect(seen).toHaveLength(12);
  expect(seen[0]).toMatchObject({ id: expect.any(String), references: [`notice ${NOTICE}`] });
  expect(await letters.list('plan-notices')).toHaveLength(12);
  expect(queues().find((each) => each.deadLetters)?.oldest).toBeGreaterThan(Date.now() - 60_000);
  expect(await letters.redrive('plan-notices')).toBe(12);
  expect(visible()).toEqual({ Work: 12, Dead: 0 });
  expect(await letters.redrive('plan-notices')).toBe(0);
  expect(await letters.list('nobody')).toEqual([]);
});

test('nothing of a message is shown but references of our own forms', () => {
  const body = {
    detail: { type: 'council.notices.notice-sent.v1', id: NOTICE, data: { name: 'Zebedee', notice: NOTICE } },
    reference: `${NOTICE}.sms`,
    id: 'Zebedee Springs',
    type: 'zebedee@example.org',
    notice: '07700 900123',
  };
  expect(referencesIn(JSON.stringify(body)).sort()).toEqual([
    'event abcdefghijklmnopqrstuv',
    'event council.notices.notice-sent.v1',
    'message abcdefghijklmnopqrstuv.sms',
    'notice abcdefghijklmnopqrstuv',
  ]);
  for (const text of ['', 'Zebedee', '"x"', '[1]', '{']) expect(referencesIn(text)).toEqual([]);
});
