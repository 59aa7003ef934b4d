import type { Clients, Where } from '../clients.ts';
import { callQuery, getJson } from '../query-call.ts';
import { nameOf, ofType, type StackNow } from '../stack-now.ts';
import type { Check, Finding } from './finding.ts';

/** 30 are reserved for Notify's callbacks, and AWS keeps 100 for everybody. */
const LEAST_CONCURRENCY = 131;

/** What the account must allow. */
export async function quotas({ where }: Pick<Clients, 'where'>, stack: StackNow): Promise<Check> {
  const settings = (await getJson(where, { service: 'lambda', path: '/2016-08-19/account-settings/' })) as {
    AccountLimit: { ConcurrentExecutions: number };
  };
  const at_once = settings.AccountLimit.ConcurrentExecutions;
  const findings: Finding[] = [];
  if (at_once < LEAST_CONCURRENCY)
    findings.push({
      grade: 'stops',
      what: `the account may run ${at_once} functions at once, and ${LEAST_CONCURRENCY} are needed`,
      mend: 'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
    });
  if (ofType(stack, 'AWS::CloudFront::Distribution').length === 0)
    findings.push({
      grade: 'look',
      what: 'the open data site is not there: AWS makes none for an account that it has not verified for CloudFront',
      mend: 'ask AWS support to verify the account for CloudFront, and deploy again',
    });
  return { name: 'quotas', findings };
}

/** Whether alarms of each grade reach anybody. */
export async function alarmSubscriptions({ where }: Pick<Clients, 'where'>, stack: StackNow): Promise<Check> {
  const topics = await Promise.all(
    ofType(stack, 'AWS::SNS::Topic').map(async (topic) => ({
      grade: nameOf(topic),
      arns: await subscriptionsOf(where, topic.physicalId),
    })),
  );
  const findings: Finding[] = [];
  const unheard = topics.filter(({ arns }) => arns.length === 0).map(({ grade }) => grade);
  if (unheard.length > 0)
    findings.push({
      grade: 'look',
      what: `alarms reach nobody: ${unheard.join(', ')}`,
      mend: 'set alarm_emails in infra/config, and deploy; what nobody confirmed for days is gone, and comes again by a change there',
    });
  const all = topics.flatMap(({ arns }) => arns);
  const waiting = all.filter((arn) => arn === 'PendingConfirmation').length;
  if (waiting > 0)
    findings.push({
      grade: 'look',
      what: `${waiting} of ${all.length} who are told of alarms have not confirmed it`,
      mend: 'they follow the link in the email of AWS Notifications',
    });
  return { name: 'alarms', findings };
}

async function subscriptionsOf(where: Where, TopicArn: string): Promise<string[]> {
  const arns: string[] = [];
  let NextToken = '';
  do {
    const form = { TopicArn, ...(NextToken && { NextToken }) };
    const call = { service: 'sns', version: '2010-03-31', action: 'ListSubscriptionsByTopic', form };
    const page = await callQuery(where, call);
    arns.push(...page.list('Subscriptions').map((each) => each.text('SubscriptionArn')));
    NextToken = page.text('NextToken');
  } while (NextToken !== '');
  return arns;
}

const SETTLED = /^(CREATE|UPDATE|IMPORT)_COMPLETE$/;

/** Whether it was deployed to its end, and by which clock it goes. */
export function deployment(stack: StackNow, isHere: boolean): Check {
  const findings: Finding[] = [];
  if (!SETTLED.test(stack.status))
    findings.push({
      grade: stack.status.endsWith('IN_PROGRESS') ? 'note' : 'look',
      what: `CloudFormation says ${stack.status}`,
      mend: `aws cloudformation describe-stack-events --stack-name ${stack.name}`,
    });
  const shifts = ofType(stack, 'AWS::Lambda::Function').map(({ properties }) => variable(properties, 'CLOCK_SHIFT_MS'));
  if (!isHere && shifts.some((shift) => shift !== undefined && shift !== '0'))
    findings.push({
      grade: 'stops',
      what: 'its clock is not that of the world: notices go at the wrong time',
      mend: 'set clock_shift_ms to 0 in infra/config, and deploy',
    });
  return { name: 'deployment', findings };
}

const variable = (properties: Record<string, unknown>, name: string): unknown =>
  ((properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> }).Variables?.[name];
