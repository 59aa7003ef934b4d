import { Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/**
 * Tells when a stack costs, or will by the end of the month, more than it may. AWS knows its cost by the tag that CloudFormation puts on
 * all it makes, once that tag is activated in the account's billing: the runbook says how.
 */
export class StackBudget extends Construct {
  constructor(scope: Construct, id: string, { dollars, topic }: { dollars: number; topic: Topic }) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    topic.grantPublish(new ServicePrincipal('budgets.amazonaws.com'));
    const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }];
    new CfnBudget(this, 'budget', {
      budget: {
        budgetName: stackName,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: dollars, unit: 'USD' },
        costFilters: { TagKeyValue: [`aws:cloudformation:stack-name$${stackName}`] },
      },
      notificationsWithSubscribers: ['ACTUAL', 'FORECASTED'].map((notificationType) => ({
        notification: {
          notificationType,
          comparisonOperator: 'GREATER_THAN',
          threshold: 100,
          thresholdType: 'PERCENTAGE',
        },
        subscribers,
      })),
    });
  }
}
