import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENV } from '../../functions/operations/watch-dead-letters/env.ts';
import { ScheduledCall } from '../constructs/fact-bus.ts';
import { type FunctionSpec, NodeFunction } from '../constructs/node-function.ts';
import { DeadLetters } from '../constructs/work-queue.ts';
import { ownVariables, type Shared } from '../platform.ts';

const EVERY = Duration.minutes(15);

const watch: FunctionSpec = {
  folder: 'functions/operations/watch-dead-letters',
  timeoutSeconds: 30,
  memoryMb: 256,
  impact:
    'Dead letters of functions that wake nobody are not noticed: what they tell is missing, and nobody hears of it.',
  runbook: 'watch-dead-letters',
  grade: 'today',
  cries: {
    'dead-letters': {
      impact:
        'Messages could not be handled and wait for a person: other systems, open data or records lack what they tell. The log says in which queues.',
      restsAfter: Duration.minutes(30),
    },
  },
};

/** What looks after the stack itself. Made last: it looks at what the others have. */
export class OperationsCapability extends Construct {
  constructor(scope: Construct, id: string, { shared }: { shared: Shared }) {
    super(scope, id);
    const watched = Stack.of(this)
      .node.findAll()
      .filter((each) => each instanceof DeadLetters)
      .filter(({ grade }) => grade !== 'wake');
    const bindAll = (role: Role) => {
      const resources = watched.map(({ queue }) => queue.queueArn);
      role.addToPolicy(new PolicyStatement({ actions: ['sqs:GetQueueAttributes'], resources }));
      return JSON.stringify(Object.fromEntries(watched.map(({ name, queue }) => [name, queue.queueUrl])));
    };
    const { lambda } = new NodeFunction(this, 'watch-dead-letters', {
      platform: shared,
      spec: watch,
      env: ENV,
      environment: (role) => ({ ...ownVariables(shared), DEAD_LETTER_QUEUE_URLS: bindAll(role) }),
    });
    new ScheduledCall(this, 'watch-dead-letters-look', { lambda, undelivered: shared.undelivered, every: EVERY });
  }
}
