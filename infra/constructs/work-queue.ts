import { Duration } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Grade } from '../config/grades.ts';
import { type Alarms, EACH_MINUTE, type Operated } from './alarms.ts';

/** The longest that SQS keeps a message: time enough to find out why it died and to send it round again. */
const KEPT = Duration.days(14);

const ENCRYPTED = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/**
 * Where messages end that could not be handled. Those that wake have an alarm, as soon as there is one; watch-dead-letters looks at
 * the others.
 */
export class DeadLetters extends Construct {
  readonly queue: Queue;
  readonly grade: Grade;
  /** By which operators know it. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: Operated & { alarms: Alarms; name: string }) {
    super(scope, id);
    const { alarms, name, ...operated } = props;
    this.grade = operated.grade;
    this.name = name;
    this.queue = new Queue(this, 'queue', { ...ENCRYPTED, retentionPeriod: KEPT });
    if (this.grade !== 'wake') return;
    // Not the number sent: SQS does not count what a redrive policy moves.
    const metric = this.queue.metricApproximateNumberOfMessagesVisible({ period: EACH_MINUTE, statistic: 'Maximum' });
    alarms.raise(this, 'dead-letters', { metric, above: 0, ...operated });
  }
}

/** How a queue hands its messages over, in seconds and messages. */
export type Delivery = {
  timeoutSeconds: number;
  batchSize: number;
  windowSeconds: number;
  /** After how many tries a message is dead. */
  maxReceives: number;
  /** The age of the oldest message that raises the alarm. */
  oldestMinutes: number;
};

type WorkQueueProps = Operated & Delivery & { alarms: Alarms };

/** A queue with its dead letters and alarms, made before the functions, so that any of them can be told of it. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetters;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { alarms, impact, runbook, grade } = props;
    this.deadLetters = new DeadLetters(this, 'dead', {
      alarms,
      impact,
      runbook,
      grade,
      name: id.replace(/-queue$/, ''),
    });
    this.queue = new Queue(this, 'queue', {
      ...ENCRYPTED,
      retentionPeriod: KEPT,
      // AWS asks for six times the function's timeout and the batching window: less delivers twice.
      visibilityTimeout: Duration.seconds(6 * props.timeoutSeconds + props.windowSeconds),
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: props.maxReceives },
    });
    if (grade !== 'wake') return; // what fails dies within the hour, and the dashboard shows what is old
    const metric = this.queue.metricApproximateAgeOfOldestMessage({ period: EACH_MINUTE, statistic: 'Maximum' });
    const above = props.oldestMinutes * 60;
    alarms.raise(this, 'oldest-message', { metric, above, periods: 3, impact, runbook, grade });
  }

  /** Lets a role put messages on this queue; returns the queue's URL. */
  bind(role: IGrantable): string {
    role.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    );
    return this.queue.queueUrl;
  }
}
