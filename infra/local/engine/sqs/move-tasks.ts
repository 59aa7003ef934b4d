// Dead letters are moved back to the queue that they died in. On AWS this takes its time; here it is done when it is answered.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html

import { randomUUID } from 'node:crypto';
import type { ApiAnswer } from '../stack/secrets.ts';
import type { Queues } from './queues.ts';

type Task = { SourceArn: string; TaskHandle: string; moved: number; started: number };

const refused = (__type: string, message: string): ApiAnswer => ({ status: 400, body: { __type, message } });

/** @param atOnce runs work as one write to the data folder */
export function createMoveTasks(
  queues: Pick<Queues, 'byArn' | 'states' | 'take' | 'send' | 'remove'>,
  atOnce: (work: () => void) => void,
): Record<string, (input: Record<string, unknown>) => ApiAnswer> {
  const tasks: Task[] = [];
  const queueOf = (arn: string) => queues.states().find(({ name }) => arn.endsWith(`:${name}`));

  return {
    StartMessageMoveTask: (input) => {
      const SourceArn = String(input['SourceArn']);
      const dead = queueOf(SourceArn);
      if (!dead) return refused('com.amazonaws.sqs#ResourceNotFoundException', `There is no queue ${SourceArn}`);
      const from = queues.states().find(({ name }) => name === dead.deadLetterOf[0]);
      if (!from || input['DestinationArn'])
        return refused('com.amazonaws.sqs#UnsupportedOperation', `${SourceArn} is the dead-letter queue of no queue`);
      const [source, target] = [SourceArn, SourceArn.replace(dead.name, from.name)].map(queues.byArn);
      const task = { SourceArn, TaskHandle: randomUUID(), moved: 0, started: Date.now() };
      atOnce(() => {
        for (let left = dead.visible; left > 0; ) {
          const some = queues.take(source!, Math.min(10, left));
          if (some.length === 0) break;
          for (const { Body } of some) queues.send(target!, Body);
          queues.remove(
            source!,
            some.map(({ ReceiptHandle }) => ReceiptHandle),
          );
          task.moved += some.length;
          left -= some.length;
        }
      });
      tasks.unshift(task);
      return { status: 200, body: { TaskHandle: task.TaskHandle } };
    },
    ListMessageMoveTasks: ({ SourceArn }) => {
      const Results = tasks
        .filter((each) => each.SourceArn === SourceArn)
        .slice(0, 10)
        .map(({ moved, started, ...task }) => ({
          SourceArn: task.SourceArn,
          Status: 'COMPLETED',
          ApproximateNumberOfMessagesMoved: moved,
          StartedTimestamp: started,
        }));
      return { status: 200, body: { Results } };
    },
    CancelMessageMoveTask: ({ TaskHandle }) =>
      refused('com.amazonaws.sqs#ResourceNotFoundException', `The task ${TaskHandle} is not running`),
  };
}
