import { afterEach, describe, expect, it } from 'vitest';
import { alarmSubscriptions, quotas } from '../../../infra/operate/doctor/account.ts';
import { looked } from '../../../infra/operate/doctor/looked.ts';
import type { StackNow } from '../../../infra/operate/stack-now.ts';
import {
  awsOnTheWire,
  type Called,
  refusalOf,
  resultOf,
  type Tree,
  type WireAnswer,
} from '../../support/aws-on-the-wire.ts';

const made: { close: () => Promise<unknown> }[] = [];
afterEach(async () => void (await Promise.all(made.splice(0).map(({ close }) => close()))));

async function aws(answer: (called: Called) => WireAnswer) {
  const wire = await awsOnTheWire(answer);
  made.push(wire);
  return wire;
}

const resource = (logicalId: string, type: string, path = logicalId) => ({
  ...{ logicalId, physicalId: `arn:${logicalId}`, type, path, properties: {} },
});
const SITE = resource('Site', 'AWS::CloudFront::Distribution');
const TOPICS = ['wake', 'today', 'note'].map((grade) => resource(grade, 'AWS::SNS::Topic', `alarms/${grade}/Resource`));

const stackOf = (resources: StackNow['resources']): StackNow => ({
  ...{ name: 'crier-stockton-test', account: '1', region: 'eu-west-2', status: 'UPDATE_COMPLETE', outputs: {} },
  ...{ template: { Resources: {} }, resources },
});

const settings = (ConcurrentExecutions: number): WireAnswer => ({
  body: JSON.stringify({ AccountLimit: { ConcurrentExecutions, TotalCodeSize: 1 }, AccountUsage: {} }),
});

describe('quotas', () => {
  it.each([
    [131, []],
    [1000, []],
    [130, ['stops']],
    [10, ['stops']],
  ])('of %i functions at once: %j', async (limit, grades) => {
    const { where, calls } = await aws(() => settings(limit));
    const { findings } = await quotas({ where }, stackOf([SITE]));
    expect(findings.map(({ grade }) => grade)).toEqual(grades);
    expect(calls).toMatchObject([{ service: 'lambda', path: '/2016-08-19/account-settings/' }]);
  });

  it('say how many there are, how many are needed, and how to ask for more', async () => {
    const { where } = await aws(() => settings(10));
    const [finding] = (await quotas({ where }, stackOf([SITE]))).findings;
    expect(finding?.what).toBe('the account may run 10 functions at once, and 131 are needed');
    expect(finding?.mend).toContain('--quota-code L-B99A9384');
  });

  it('miss a site that is not there', async () => {
    const { where } = await aws(() => settings(1000));
    const { findings } = await quotas({ where }, stackOf([]));
    expect(findings).toMatchObject([
      { grade: 'look', what: expect.stringContaining('the open data site is not there') },
    ]);
  });
});

describe('alarms', () => {
  const topicsWith = (subscribed: Record<string, string[]>) =>
    aws(({ action, form }) => {
      const arns = subscribed[form.get('TopicArn')!.replace('arn:', '')] ?? [];
      return resultOf(action, {
        Subscriptions: arns.map((SubscriptionArn): Tree => ({ SubscriptionArn, Protocol: 'email' })),
      });
    });
  const confirmed = 'arn:aws:sns:eu-west-2:1:wake:0000';

  it('that reach somebody of each grade are as they should be', async () => {
    const { where, calls } = await topicsWith({ wake: [confirmed], today: [confirmed], note: [confirmed] });
    expect((await alarmSubscriptions({ where }, stackOf(TOPICS))).findings).toEqual([]);
    expect(calls.map(({ service, action }) => `${service} ${action}`)).toEqual(
      Array(3).fill('sns ListSubscriptionsByTopic'),
    );
  });

  it('that wake nobody are said, though others are told of the rest', async () => {
    const { where } = await topicsWith({ wake: [], today: [confirmed], note: [confirmed] });
    const { findings } = await alarmSubscriptions({ where }, stackOf(TOPICS));
    expect(findings).toMatchObject([{ grade: 'look', what: 'alarms reach nobody: wake' }]);
  });

  it('that nobody confirmed are counted', async () => {
    const pending = 'PendingConfirmation';
    const { where } = await topicsWith({ wake: [confirmed, pending], today: [pending], note: [confirmed] });
    const { findings } = await alarmSubscriptions({ where }, stackOf(TOPICS));
    expect(findings.map(({ what }) => what)).toEqual(['2 of 4 who are told of alarms have not confirmed it']);
  });

  it('are read to the last page', async () => {
    const { where } = await aws(({ action, form }) =>
      form.get('NextToken') === 'more'
        ? resultOf(action, { Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }] })
        : resultOf(action, { Subscriptions: [{ SubscriptionArn: confirmed }], NextToken: 'more' }),
    );
    const { findings } = await alarmSubscriptions({ where }, stackOf(TOPICS.slice(0, 1)));
    expect(findings.map(({ what }) => what)).toEqual(['1 of 2 who are told of alarms have not confirmed it']);
  });
});

describe('a role that may not look', () => {
  const lambdaRefuses = (): WireAnswer => ({
    status: 403,
    headers: { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/coral/' },
    body: '{"Message":"User is not authorized"}',
  });

  it('at quotas or alarms is told so of each, with what to do', async () => {
    const { where } = await aws(({ service }) =>
      service === 'lambda'
        ? lambdaRefuses()
        : refusalOf('AuthorizationError', 'not authorized to perform: SNS:ListSubscriptionsByTopic'),
    );
    const stack = stackOf([SITE, ...TOPICS]);
    expect(await looked('quotas', () => quotas({ where }, stack))).toMatchObject({
      name: 'quotas',
      findings: [{ grade: 'look', what: expect.stringContaining('your role may not look at it') }],
    });
    expect((await looked('alarms', () => alarmSubscriptions({ where }, stack))).findings).toMatchObject([
      {
        what: expect.stringContaining('SNS:ListSubscriptionsByTopic'),
        mend: expect.stringContaining('ask for that right'),
      },
    ]);
  });

  it.each([
    ['InternalFailure', refusalOf('InternalFailure', 'later')],
    ['500', { status: 500, body: 'a page of a proxy' }],
  ])('is not what it is called when AWS fails with %s', async (code, answer) => {
    const { where } = await aws(() => answer);
    const failed = looked('alarms', () => alarmSubscriptions({ where }, stackOf(TOPICS)));
    await expect(failed).rejects.toMatchObject({ code });
  });
});
