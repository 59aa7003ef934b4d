import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type Emails, GRADES, type Grade } from '../config/grades.ts';

/** What whoever is told of trouble needs. Required wherever something can go wrong. */
export type Operated = {
  /** One sentence: what it means for residents and officers while this lasts. */
  impact: string;
  /** A heading of `docs/runbook.md`: the verb-noun of the function. */
  runbook: string;
  /** How soon somebody must look when this stands still. */
  grade: Grade;
};

export type AlarmProps = Operated & {
  metric: IMetric;
  /** Raised when the metric is above this. */
  above: number;
  /** How many periods in a row. */
  periods?: number;
};

/** The topics that carry a stack's alarms to people: one for each grade. */
export class Alarms extends Construct {
  readonly topics: Readonly<Record<Grade, Topic>>;
  readonly #raised: { grade: Grade; alarm: Alarm }[] = [];

  constructor(scope: Construct, id: string, { emails }: { emails: Emails }) {
    super(scope, id);
    const topicOf = (grade: Grade) => {
      const topic = new Topic(this, grade, { enforceSSL: true, displayName: `Crier: ${GRADES[grade]}` });
      topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
      for (const email of emails[grade]) topic.addSubscription(new EmailSubscription(email));
      Validations.of(topic).acknowledge({
        id: 'AwsSolutions-SNS2',
        reason:
          'Alarms have no personal data, and go on by email: a key for them would be paid for and protect nothing.',
      });
      return topic;
    };
    this.topics = { wake: topicOf('wake'), today: topicOf('today'), note: topicOf('note') };
  }

  /** All of a grade that were raised so far. */
  of(grade: Grade): Alarm[] {
    return this.#raised.filter((each) => each.grade === grade).map(({ alarm }) => alarm);
  }

  /** An alarm beside what it watches. Its name is `<stack>/<function>/<what>`, its text says what to do. */
  raise(scope: Construct, what: string, { metric, above, periods = 1, impact, runbook, grade }: AlarmProps): Alarm {
    const alarm = new Alarm(scope, `${what}-alarm`, {
      metric,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmName: `${Stack.of(scope).stackName}/${runbook}/${what}`,
      alarmDescription: `${impact} What to do: docs/runbook.md, heading "${runbook}".`,
    });
    alarm.addAlarmAction(new SnsAction(this.topics[grade]));
    this.#raised.push({ grade, alarm });
    return alarm;
  }
}

/** The period of every metric that is looked at minute by minute. */
export const EACH_MINUTE = Duration.minutes(1);
