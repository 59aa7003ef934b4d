import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { lookBefore, moveBack } from '../../../infra/operate/redrive.ts';

/** SQS as it is while messages that are sent round again die at once: its task goes on for as long as letters come. */
function filling() {
  const sqs = new SQSClient({ region: 'eu-west-2' });
  const mock = mockClient(sqs);
  let moved = 0;
  mock.on(GetQueueAttributesCommand).resolves({
    Attributes: {
      QueueArn: 'arn:aws:sqs:eu-west-2:1:dead',
      ApproximateNumberOfMessages: '7',
      ApproximateNumberOfMessagesDelayed: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    },
  });
  mock.on(StartMessageMoveTaskCommand).resolves({ TaskHandle: 'task' });
  mock.on(ListMessageMoveTasksCommand).callsFake(() => {
    moved += 3;
    return { Results: [{ Status: 'RUNNING', TaskHandle: 'task', ApproximateNumberOfMessagesMoved: moved }] };
  });
  mock.on(CancelMessageMoveTaskCommand).resolves({});
  return { clients: { sqs }, mock };
}

const still = () => Promise.resolve();

test('a redrive of what dies again at once is stopped when as many have gone as there were', async () => {
  const { clients, mock } = filling();
  expect(await moveBack(clients, { deadUrl: 'dead', dead: 7 }, still)).toEqual({ moved: 9, left: 7, stopped: true });
  expect(mock.commandCalls(CancelMessageMoveTaskCommand)).toHaveLength(1);
});

test('a redrive that somebody else has begun is seen', async () => {
  const { clients } = filling();
  expect(await lookBefore(clients, 'dead', still)).toEqual({ dead: 7, grewBy: 0, underway: true });
});
