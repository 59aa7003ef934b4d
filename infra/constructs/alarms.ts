import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** What whoever is woken at night needs. Required wherever something can go wrong. */
export type Operated = {
  /** One sentence: what it means for residents and officers while this lasts. */
  impact: string;
  /** A heading of `docs/runbook.md`: the verb-noun of the function. */
  runbook: string;
};

export type AlarmProps = Operated & {
  metric: IMetric;
  /** Raised when the metric is above this. */
  above: number;
  /** How many periods in a row. */
  periods?: number;
};

/** The topic that carries a stack's alarms to people. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: { email: string | null }) {
    super(scope, id);
    const key = new Key(this, 'key', {
      enableKeyRotation: true,
      description: 'Encrypts alarms on their way to people',
      removalPolicy: RemovalPolicy.DESTROY, // nothing rests under it
    });
    // CloudWatch cannot publish to a topic that is encrypted with a key of AWS's own.
    key.grant(new ServicePrincipal('cloudwatch.amazonaws.com'), 'kms:Decrypt', 'kms:GenerateDataKey');
    this.topic = new Topic(this, 'topic', { masterKey: key, enforceSSL: true });
    this.topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
    if (props.email) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  /** An alarm beside what it watches. Its name is `<stack>/<function>/<what>`, its text says what to do. */
  raise(scope: Construct, what: string, { metric, above, periods = 1, impact, runbook }: AlarmProps): Alarm {
    return this.#add(scope, what, {
      metric,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      impact,
      runbook,
    });
  }

  #add(scope: Construct, what: string, props: Operated & ConstructorParameters<typeof Alarm>[2]): Alarm {
    const { impact, runbook, ...watched } = props;
    const alarm = new Alarm(scope, `${what}-alarm`, {
      ...watched,
      alarmName: `${Stack.of(scope).stackName}/${runbook}/${what}`,
      alarmDescription: `${impact} What to do: docs/runbook.md, heading "${runbook}".`,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}

/** The period of every metric that is looked at minute by minute. */
export const EACH_MINUTE = Duration.minutes(1);
