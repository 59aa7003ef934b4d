import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Archive,
  type CfnRule,
  EventBus,
  type EventPattern,
  Rule,
  RuleTargetInput,
  Schedule,
} from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { catalogue } from '../../contracts/catalogue.ts';
import type { DeadLetters, WorkQueue } from './work-queue.ts';

/** Thirty days of facts can be played again; the register and the notices keep their own history. */
const ARCHIVED = Duration.days(30);

/** The council's own bus: every fact passes here once. */
export class FactBus extends Construct {
  readonly bus: EventBus;
  readonly #archive: Archive;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    // The CDK would name it by its path, which is another in the pipeline: a stack that was deployed by hand would lose its archive there.
    this.bus = new EventBus(this, 'bus', { eventBusName: `${stackName}-facts`, description: `Facts of ${stackName}` });
    this.#archive = this.bus.archive('archive', {
      eventPattern: { source: [{ prefix: 'council.' }] as never },
      retention: ARCHIVED,
    });
  }

  /**
   * Lets a role have facts of the archive played again, to one rule.
   * @returns the archive, the bus and the rule by their ARNs
   */
  bindReplays(role: IGrantable, rule: Rule): Record<'archive' | 'bus' | 'rule', string> {
    const { archiveArn } = this.#archive;
    const replays = Stack.of(this).formatArn({ service: 'events', resource: 'replay', resourceName: '*' });
    role.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['events:StartReplay'], resources: [archiveArn, this.bus.eventBusArn, replays] }),
    );
    return { archive: archiveArn, bus: this.bus.eventBusArn, rule: rule.ruleArn };
  }

  /** Lets a role put facts on the bus; returns the bus's name. */
  bind(role: IGrantable): string {
    role.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
    );
    return this.bus.eventBusName;
  }
}

/** The types that a function consumes, from the catalogue. */
export function consumedBy(verbNoun: string): string[] {
  const types = catalogue.filter((each) => each.consumers.includes(verbNoun)).map((each) => each.type);
  if (types.length === 0) throw new Error(`contracts/catalogue.ts names no event that ${verbNoun} consumes`);
  return types;
}

/** Brings events to a queue; what cannot be brought is kept with the stack's undelivered events. */
export class Subscription extends Construct {
  readonly rule: Rule;

  /** @param props.replayed true for what is played again from the archive, and only that */
  constructor(
    scope: Construct,
    id: string,
    props: { queue: WorkQueue; undelivered: DeadLetters; pattern: EventPattern; bus?: FactBus; replayed?: true },
  ) {
    super(scope, id);
    const target = new SqsQueue(props.queue.queue, { deadLetterQueue: props.undelivered.queue });
    const bus = props.bus ? { eventBus: props.bus.bus } : {};
    this.rule = new Rule(this, 'rule', { ...bus, eventPattern: props.pattern, targets: [target] });
    // The bus gives each event that it plays again the name of the replay. CDK's patterns do not know that field.
    if (props.replayed)
      (this.rule.node.defaultChild as CfnRule).addPropertyOverride('EventPattern.replay-name', [{ exists: true }]);
  }
}

/** Puts a message on a queue, each minute unless told otherwise: the safety net of work that messages wake. */
export class ScheduledWake extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { queue: WorkQueue; undelivered: DeadLetters; message: Record<string, unknown>; every?: Duration },
  ) {
    super(scope, id);
    const target = new SqsQueue(props.queue.queue, {
      message: RuleTargetInput.fromObject(props.message),
      deadLetterQueue: props.undelivered.queue,
    });
    new Rule(this, 'rule', { schedule: Schedule.rate(props.every ?? Duration.minutes(1)), targets: [target] });
  }
}

/** Calls a function, each minute unless told otherwise. It has no queue: what one call leaves undone, the next one does, and polling costs money. */
export class ScheduledCall extends Construct {
  constructor(scope: Construct, id: string, props: { lambda: IFunction; undelivered: DeadLetters; every?: Duration }) {
    super(scope, id);
    const target = new LambdaFunction(props.lambda, { deadLetterQueue: props.undelivered.queue });
    new Rule(this, 'rule', { schedule: Schedule.rate(props.every ?? Duration.minutes(1)), targets: [target] });
  }
}

/**
 * Calls a function when its stack has been deployed, which CloudFormation tells the account's own bus and does not promise to tell;
 * and once a day, whatever was told.
 */
export class CallOnDeploy extends Construct {
  constructor(scope: Construct, id: string, props: { lambda: IFunction; undelivered: DeadLetters }) {
    super(scope, id);
    const target = new LambdaFunction(props.lambda, { deadLetterQueue: props.undelivered.queue });
    const eventPattern = {
      source: ['aws.cloudformation'],
      detailType: ['CloudFormation Stack Status Change'],
      detail: {
        'stack-id': [Stack.of(this).stackId],
        'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
      },
    };
    new Rule(this, 'deployed', { eventPattern, targets: [target] });
    new Rule(this, 'daily', { schedule: Schedule.rate(Duration.days(1)), targets: [target] });
  }
}
