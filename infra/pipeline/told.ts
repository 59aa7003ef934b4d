import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** How people hear that an approval waits for them, or that a pipeline has failed. */
export class Told extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { key, email }: { key: Key; email: string | null }) {
    super(scope, id);
    this.topic = new Topic(this, 'topic', { masterKey: key, enforceSSL: true });
    // EventBridge cannot publish to a topic that is encrypted with a key of AWS's own.
    key.grant(new ServicePrincipal('events.amazonaws.com'), 'kms:Decrypt', 'kms:GenerateDataKey');
    if (email) this.topic.addSubscription(new EmailSubscription(email));
  }

  /** Tells when an execution of this pipeline has failed. */
  ofFailuresOf(pipeline: Pipeline): void {
    const words = `${EventField.fromPath('$.detail.pipeline')} failed. What to do: docs/runbook.md, heading "The pipeline".`;
    pipeline.onStateChange('failed', {
      eventPattern: { detail: { state: ['FAILED'] } },
      target: new SnsTopic(this.topic, { message: RuleTargetInput.fromText(words) }),
    });
  }
}
