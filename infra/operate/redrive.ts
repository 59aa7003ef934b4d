import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  ResourceNotFoundException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Clients } from './clients.ts';
import { countsOf, deadIn } from './queues.ts';

type Sqs = Pick<Clients, 'sqs'>;

/** `underway`: somebody else's redrive of the same queue. */
export type Look = { dead: number; grewBy: number; underway: boolean };

/** Looks twice: a queue whose dead letters grow meanwhile still has its cause. */
export async function lookBefore(clients: Sqs, deadUrl: string, pause: () => Promise<void>): Promise<Look> {
  const before = deadIn(await countsOf(clients, deadUrl));
  if (before === 0) return { dead: 0, grewBy: 0, underway: false };
  const underway = (await newestTask(clients, await arnOf(clients, deadUrl)))?.Status === 'RUNNING';
  await pause();
  const dead = deadIn(await countsOf(clients, deadUrl));
  return { dead, grewBy: Math.max(0, dead - before), underway };
}

/** `stopped`: as many as there were have gone, and more came meanwhile: they died again, or others did. */
export type Moved = { moved: number; left: number; stopped: boolean };

/**
 * Sends dead letters round again, as many as there were. SQS goes on for as long as more come: of a queue whose messages die again at
 * once it would never end, so it is stopped then.
 */
export async function moveBack(
  clients: Sqs,
  { deadUrl, dead }: { deadUrl: string; dead: number },
  pause: () => Promise<void>,
): Promise<Moved> {
  const SourceArn = await arnOf(clients, deadUrl);
  await clients.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
  for (;;) {
    const task = await newestTask(clients, SourceArn);
    const moved = Number(task?.ApproximateNumberOfMessagesMoved ?? 0);
    if (task?.Status === 'FAILED')
      throw new Error(`SQS could not move them: ${task.FailureReason ?? 'no reason given'}`);
    if (task?.Status === 'RUNNING' && moved < dead) {
      await pause();
      continue;
    }
    const stopped = task?.Status === 'RUNNING';
    if (stopped) await cancelled(clients, task.TaskHandle);
    return { moved, left: deadIn(await countsOf(clients, deadUrl)), stopped };
  }
}

async function cancelled({ sqs }: Sqs, TaskHandle: string | undefined): Promise<void> {
  try {
    await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error; // it ended meanwhile
  }
}

async function newestTask({ sqs }: Sqs, SourceArn: string): Promise<ListMessageMoveTasksResultEntry | undefined> {
  const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
  return Results[0];
}

async function arnOf({ sqs }: Sqs, QueueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return Attributes!['QueueArn']!;
}
