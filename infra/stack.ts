import { Annotations, CfnOutput, Stack, Tags, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { SMOKE_TEST } from '../contracts/smoke-test.ts';
import { isWebhook } from '../contracts/subscriber.ts';
import { IntakeCapability } from './capabilities/intake.ts';
import { NoticesCapability } from './capabilities/notices.ts';
import { Open311Capability } from './capabilities/open311.ts';
import { OperationsCapability } from './capabilities/operations.ts';
import { PerformanceCapability } from './capabilities/performance.ts';
import { RegisterCapability } from './capabilities/register.ts';
import { SyncCapability } from './capabilities/sync.ts';
import { settingsOf, unsetOf } from './config/councils.ts';
import type { Council, StageName } from './config/types.ts';
import { Alarms, EACH_MINUTE } from './constructs/alarms.ts';
import { Backups } from './constructs/backups.ts';
import { StackBudget } from './constructs/budget.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { FactBus } from './constructs/fact-bus.ts';
import { HttpDoor } from './constructs/http-door.ts';
import { Secret } from './constructs/secret.ts';
import { SmokeRole, type SmokeTester } from './constructs/smoke-role.ts';
import { DeadLetters } from './constructs/work-queue.ts';
import type { Shared } from './platform.ts';

/** One for all functions: what uses up an account's concurrency stops each of them, and says nothing of any one. */
function watchConcurrency(scope: Construct, alarms: Alarms): void {
  alarms.raise(scope, 'throttles', {
    metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', period: EACH_MINUTE, statistic: 'Sum' }),
    above: 0,
    periods: 5,
    impact: 'The account has no Lambda concurrency left: everything waits, and what waits is told late.',
    runbook: 'concurrency',
    grade: 'wake',
  });
}

const BY_HAND = 'Another system holds the same token: both are changed together, by hand, as the runbook says.';

/** All tables, and the buckets whose objects have versions: a bucket without can be written again from what is kept elsewhere. */
function whatIsKept(stack: Stack) {
  const all = stack.node.findAll();
  const buckets = all.filter((each) => each instanceof Bucket);
  return {
    tables: all.filter((each) => each instanceof Table),
    buckets: buckets.filter((each) => (each.node.defaultChild as CfnBucket).versioningConfiguration !== undefined),
  };
}

export const stackNameOf = (council: Pick<Council, 'id'>, stageName: StageName) => `crier-${council.id}-${stageName}`;

type CrierProps = {
  council: Council;
  stageName: StageName;
  /** Who tests it after a deployment; nobody where it is deployed by hand. */
  smokeTester?: SmokeTester;
};

/** What a smoke test must be told of a stack. */
export type SmokeOutputs = Record<
  'CRIER_URL' | 'CRIER_SITE' | 'SMOKE_ROLE_ARN' | 'OFFICERS_SECRET_ARN' | 'SOURCES_SECRET_ARN',
  CfnOutput
>;

/** One council's Crier on one stage. It shares nothing with any other: no export, no key, no limit. */
export class CrierStack extends Stack {
  /** Null where nobody tests it. */
  readonly smoke: SmokeOutputs | null;

  /** @param scope the app, or a stage of the pipeline: the stack and all in it have the same names in both. */
  constructor(scope: Construct, { council, stageName, smokeTester }: CrierProps) {
    const stage = council.stages[stageName];
    super(scope, stackNameOf(council, stageName), {
      stackName: stackNameOf(council, stageName),
      env: { region: stage.region, ...(stage.account ? { account: stage.account } : {}) },
      description: `Crier for ${council.name}, ${stageName}`,
      terminationProtection: stage.protected,
    });
    Tags.of(this).add('service', 'crier');
    Tags.of(this).add('council', council.id);
    Tags.of(this).add('stage', stageName);
    unsetOf(council, stageName).forEach((what, i) => {
      Annotations.of(this).addWarningV2(`crier:unset-${i + 1}`, what);
    });

    const platform = { council, stage, alarms: new Alarms(this, 'alarms', { emails: stage.alarm_emails }) };
    watchConcurrency(this, platform.alarms);
    const shared: Shared = {
      ...platform,
      bus: new FactBus(this, 'facts'),
      undelivered: new DeadLetters(this, 'undelivered-events', {
        alarms: platform.alarms,
        impact: 'An event or a wake reached no queue: a consumer does not know a fact that it should know.',
        runbook: 'undelivered-events',
        grade: 'wake',
        name: 'undelivered-events',
      }),
      settings: JSON.stringify(settingsOf(council, stageName)),
      referenceKey: new Secret(this, 'ReferenceKeySecret', {
        description: 'Key of all keyed references. Never change it: every reference on record would become another.',
        notRotated: 'References on record are keyed hashes: with another key nothing that is stored would be found.',
      }),
      notifySecret: new Secret(this, 'NotifySecret', {
        description: "GOV.UK Notify: put in api_key; give callback_token to Notify's callbacks.",
        json: { generated: 'callback_token', others: ['api_key'] },
        notRotated: BY_HAND,
      }),
    };
    Validations.of(shared.undelivered).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue itself: of rules, which cdk-nag does not see.',
    });
    const sources = new Secret(this, 'SourcesSecret', {
      description: 'The bearer token of each source that sends events, by the name in infra/config.',
      json: { generated: SMOKE_TEST, others: Object.keys(council.sources) },
      notRotated: BY_HAND,
    });
    const officers = new Secret(this, 'OfficersSecret', {
      description: 'The bearer token of each officer who uses the command line, by name.',
      json: { generated: 'officer' },
      notRotated: BY_HAND,
    });
    const subscribers = new Secret(this, 'SubscribersSecret', {
      description:
        'What signs the webhooks of each subscriber, by its name: whsec_ and base64, or a list of two, the new one first.',
      json: { generated: '-', others: council.subscribers.filter(isWebhook).map(({ name }) => name) },
      notRotated:
        'The subscriber holds the same secret: a second one is added by hand and the old one taken away, as the runbook says.',
    });
    const open311Keys = new Secret(this, 'Open311Secret', {
      description: 'The API key of each client that reports by Open311, by its name in infra/config.',
      json: { generated: '-', others: council.open311.clients.map(({ name }) => name) },
      notRotated: BY_HAND,
    });
    const door = new HttpDoor(this, 'http-api', {
      platform,
      impact: 'Other systems or officers get errors from the HTTP API: facts come late.',
      runbook: 'http-api',
      grade: 'wake',
    });

    const { api } = door;
    const register = new RegisterCapability(this, 'register', { shared });
    const notices = new NoticesCapability(this, 'notices', { shared, api, officers, register });
    const intake = new IntakeCapability(this, 'intake', { shared, api, sources, officers, register, notices });
    const { files, outbox } = new SyncCapability(this, 'sync', {
      shared,
      api,
      officers,
      register,
      secrets: subscribers,
      open311Keys,
    });
    new Open311Capability(this, 'open311', { shared, api, intake, register, keys: open311Keys });
    const performance = new PerformanceCapability(this, 'performance', { shared, api, officers });

    new OperationsCapability(this, 'operations', { shared });

    const apiUrl = this.#output('ApiUrl', door.url, 'Where other systems and officers call');
    this.#output(
      'CallbacksUrl',
      intake.receiveNotify.url,
      'Where Notify calls: notify/receipts, notify/texts and notify/returned-letters',
    );
    this.#output('InboxBucketName', intake.inbox.bucket.bucketName, 'Where nightly files are dropped');
    const { bucketName } = register.documents.bucket;
    this.#output(
      'DocumentsBucketName',
      bucketName,
      'Where back offices put documents, before the events that name them',
    );
    for (const { source, arn } of intake.deliveryRoles)
      this.#output(
        `DeliveryRoleArn-${source}`.replaceAll('-', ''),
        arn,
        `Whoever delivers files and documents of ${source} takes this role`,
      );
    this.#output('OutboxBucketName', outbox.bucket.bucketName, 'Where other systems fetch the files that are theirs');
    for (const { subscriber, arn } of files?.fetchRoles ?? [])
      this.#output(
        `FetchRoleArn-${subscriber}`.replaceAll('-', ''),
        arn,
        `Whoever fetches files of ${subscriber} takes this role`,
      );
    this.#output('FactBusName', shared.bus.bus.eventBusName, 'The bus; its archive can be played again');
    if (stage.copies)
      new Backups(this, 'backups', { copies: stage.copies, key: register.contactKey, ...whatIsKept(this) });
    new Dashboard(this, 'dashboard', { alarms: platform.alarms });
    new StackBudget(this, 'budget', { dollars: stage.budget_dollars, topic: platform.alarms.topics.today });
    const { wake, today, note } = platform.alarms.topics;
    this.#output('AlarmTopicArn', wake.topicArn, 'Subscribe whoever is to be woken');
    this.#output('AlarmTodayTopicArn', today.topicArn, 'Subscribe whoever looks the same day');
    this.#output('AlarmNoteTopicArn', note.topicArn, 'Subscribe whoever keeps an eye on it');
    this.#output('NotifySecretArn', shared.notifySecret.secretArn, 'Put the Notify API key here');
    const sourcesArn = this.#output('SourcesSecretArn', sources.secretArn, 'Tokens of the systems that send events');
    this.#output('SubscribersSecretArn', subscribers.secretArn, 'Secrets that sign what subscribers are told');
    this.#output('Open311SecretArn', open311Keys.secretArn, 'API keys of those who report by Open311');
    const siteUrl = this.#output(
      'SiteUrl',
      performance.site.url,
      'The open data site, which begins at /open-data/, and the catalogue of events and files at /catalogue/',
    );
    this.#output('PublishQueueUrl', performance.publishQueue.queue.queueUrl, 'A message here publishes open data');
    const officersArn = this.#output(
      'OfficersSecretArn',
      officers.secretArn,
      'Tokens of the officers who use the command line',
    );
    this.smoke = null;
    if (!smokeTester) return;
    const { arn } = new SmokeRole(this, 'smoke', { tester: smokeTester, secrets: [officers, sources] });
    const roleArn = this.#output('SmokeRoleArn', arn, "The pipeline's smoke test takes this role");
    this.smoke = {
      CRIER_URL: apiUrl,
      CRIER_SITE: siteUrl,
      SMOKE_ROLE_ARN: roleArn,
      OFFICERS_SECRET_ARN: officersArn,
      SOURCES_SECRET_ARN: sourcesArn,
    };
  }

  #output(name: string, value: string, description: string): CfnOutput {
    return new CfnOutput(this, name, { value, description });
  }
}
