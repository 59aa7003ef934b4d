import { Duration, Validations } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { isByFile, isWebhook, type Subscriber, type Webhook } from '../../contracts/subscriber.ts';
import { ENV as DELIVER } from '../../functions/sync/deliver-events/env.ts';
import { ENV as EXPLAIN } from '../../functions/sync/explain-deliveries/env.ts';
import { ENV as REPEAT } from '../../functions/sync/repeat-deliveries/env.ts';
import { ENV as ROUTE } from '../../functions/sync/route-events/env.ts';
import { packSubscribers, packSystems, packWanting } from '../../functions/sync/settings.ts';
import { toldOf } from '../config/open311.ts';
import { mayHave } from '../config/subscribers.ts';
import { ApiFunction } from '../constructs/api-function.ts';
import { ScheduledWake, Subscription } from '../constructs/fact-bus.ts';
import { type FunctionSpec, NodeFunction } from '../constructs/node-function.ts';
import { Outbox } from '../constructs/outbox.ts';
import { feed, QueueWorker, type WorkerSpec } from '../constructs/queue-worker.ts';
import type { Secret } from '../constructs/secret.ts';
import { type Access, Table } from '../constructs/table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { ownVariables, type Shared } from '../platform.ts';
import type { RegisterCapability } from './register.ts';
import { READ_FACTS } from './sync-access.ts';
import { filesOut } from './sync-files.ts';

const routeEvents: WorkerSpec = {
  folder: 'functions/sync/route-events',
  timeoutSeconds: 60,
  memoryMb: 512,
  batchSize: 4, // of up to 25 facts each
  windowSeconds: 0,
  maxConcurrency: 5,
  maxReceives: 5,
  oldestMinutes: 15,
  impact:
    'Other systems learn late what residents told the council. Nothing is lost, and nothing goes in a wrong order.',
  runbook: 'route-events',
  grade: 'today',
};

const deliverEvents: Omit<WorkerSpec, 'maxConcurrency'> = {
  folder: 'functions/sync/deliver-events',
  timeoutSeconds: 60, // twice the longest that a subscriber may take
  memoryMb: 512,
  batchSize: 10,
  windowSeconds: 0,
  inCircle: true,
  maxReceives: 5,
  oldestMinutes: 30,
  impact: 'One system is not told what residents told the council, or all are not.',
  runbook: 'deliver-events',
  grade: 'today',
  cries: {
    'subscriber-paused': {
      impact:
        'A system has not answered for a minute or longer: what it should know waits, and goes when it answers again.',
      restsAfter: Duration.minutes(5),
    },
    'delivery-dead': 'A system refused what it was told, or was not reached for days: it does not know what it should.',
    'no-secret': {
      impact: 'Nothing can be signed for a system, so it is told nothing until its secret is put in.',
      restsAfter: Duration.minutes(5),
    },
  },
};

const explainDeliveries: FunctionSpec = {
  folder: 'functions/sync/explain-deliveries',
  timeoutSeconds: 30, // the HTTP API gives up then
  memoryMb: 512,
  impact: 'Officers cannot see which system was told what. Telling them goes on.',
  runbook: 'explain-deliveries',
  grade: 'note',
};

const repeatDeliveries: FunctionSpec = {
  folder: 'functions/sync/repeat-deliveries',
  timeoutSeconds: 30,
  memoryMb: 512,
  impact: 'Officers cannot have systems told again. Telling them goes on.',
  runbook: 'repeat-deliveries',
  grade: 'note',
};

/** At answers of a second a subscriber's pace is kept: each worker has ten under way. */
const workersFor = ({ transport }: Subscriber<Webhook>): number =>
  Math.min(10, Math.max(2, Math.ceil(transport.per_second / deliverEvents.batchSize)));

type SyncProps = {
  shared: Shared;
  api: HttpApi;
  officers: Secret;
  register: RegisterCapability;
  secrets: Secret;
  /** API keys that back offices gave us are among them. */
  open311Keys: Secret;
};

/** What a back office calls a request that it was told of is kept too. */
const READ_AND_CALL: Access = { actions: [...READ_FACTS.actions, 'PutItem'] };

/** Other systems, kept in step: each has a queue of its own, so that none waits for another. */
export class SyncCapability extends Construct {
  readonly table: Table;
  readonly outbox: Outbox;
  /** What writes files, and who may fetch them; null where no subscriber takes any. */
  readonly files: ReturnType<typeof filesOut> | null;

  constructor(scope: Construct, id: string, props: SyncProps) {
    super(scope, id);
    const { shared, api, officers, register } = props;
    // It says by which names subscribers know residents.
    this.table = new Table(this, 'sync', { platform: shared, key: register.contactKey });
    const subscribers = toldOf(shared.council);
    const byFile = subscribers.filter(isByFile);
    this.outbox = new Outbox(this, 'outbox', { key: register.contactKey });
    const { table, outbox } = this;
    this.files = byFile.length > 0 ? filesOut(this, { shared, outbox, register, table, subscribers: byFile }) : null;
    const queues = this.#queues(subscribers.filter(isWebhook), props);
    if (subscribers.length > 0) this.#repeats({ ...props, replays: this.#route(queues, props) });
    if (queues.size > 0) this.#deliver(queues, props);
    new ApiFunction(this, 'explain-deliveries', {
      platform: shared,
      spec: explainDeliveries,
      api,
      routes: [
        ...['deliveries', 'disclosures', 'drift', 'subscribers'].map((page) => ({
          method: HttpMethod.GET,
          path: `/officers/${page}`,
        })),
        { method: HttpMethod.POST, path: '/officers/drift' },
      ],
      env: EXPLAIN,
      environment: (role) => ({
        ...ownVariables(shared),
        SYNC_TABLE: this.table.bind(role, { actions: ['Scan', 'GetItem', 'Query'] }),
        REGISTER_TABLE: register.table.bind(role, READ_FACTS),
        OFFICERS_SECRET: officers.bind(role),
        REFERENCE_KEY_SECRET: shared.referenceKey.bind(role),
        MAY_HAVE: JSON.stringify(mayHave(subscribers, shared.council.layouts)),
        SUBSCRIBERS: packSystems(subscribers),
      }),
    });
  }

  #repeats({ shared, api, officers, replays }: SyncProps & { replays: Rule }): void {
    const repeating = new ApiFunction(this, 'repeat-deliveries', {
      platform: shared,
      spec: repeatDeliveries,
      api,
      routes: ['redrive', 'replays'].map((page) => ({ method: HttpMethod.POST, path: `/officers/${page}` })),
      env: REPEAT,
      environment: (role) => {
        const { archive, bus, rule } = shared.bus.bindReplays(role, replays);
        return {
          ...ownVariables(shared),
          SYNC_TABLE: this.table.bind(role, { actions: ['GetItem', 'PutItem', 'DeleteItem', 'Query'] }),
          OFFICERS_SECRET: officers.bind(role),
          SUBSCRIBER_NAMES: JSON.stringify(toldOf(shared.council).map(({ name }) => name)),
          ARCHIVE_ARN: archive,
          BUS_ARN: bus,
          REPLAY_RULE_ARN: rule,
        };
      },
    });
    Validations.of(repeating.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:events:${shared.stage.region}:${shared.stage.account ?? '<AWS::AccountId>'}:replay/*]`,
      reason: 'A replay is named after who asked for what: no name is known beforehand.',
    });
  }

  #queues(webhooks: readonly Subscriber<Webhook>[], { shared: { alarms } }: SyncProps): Map<string, WorkQueue> {
    return new Map(
      webhooks.map(({ name }) => [
        name,
        new WorkQueue(this, `deliver-events-${name}-queue`, { ...deliverEvents, alarms }),
      ]),
    );
  }

  /** Every fact that any subscriber wants, to each that wants it. */
  #route(queues: ReadonlyMap<string, WorkQueue>, { shared }: SyncProps): Rule {
    const { alarms, bus, undelivered } = shared;
    const subscribers = toldOf(shared.council);
    const queue = new WorkQueue(this, 'route-events-queue', { ...routeEvents, alarms });
    new QueueWorker(this, 'route-events', {
      platform: shared,
      spec: routeEvents,
      queue,
      env: ROUTE,
      environment: (role) => ({
        ...ownVariables(shared),
        SYNC_TABLE: this.table.bind(role, { actions: ['GetItem', 'PutItem', 'DeleteItem'] }),
        SUBSCRIBERS: packWanting(subscribers),
        DELIVER_QUEUE_URLS: bindAll(queues, role),
        EXPORT_QUEUE_URL: subscribers.some(({ transport }) => 'after_changes' in transport)
          ? (this.files?.queue.bind(role) ?? '')
          : '',
      }),
    });
    const pattern = { detailType: [...new Set(subscribers.flatMap(({ events }) => events))].sort() };
    new Subscription(this, 'route-events-facts', { queue, undelivered, bus, pattern });
    const replays = { queue, undelivered, bus, pattern, replayed: true } as const;
    return new Subscription(this, 'route-events-replays', replays).rule;
  }

  #deliver(queues: ReadonlyMap<string, WorkQueue>, { shared, register, secrets, open311Keys }: SyncProps): void {
    const webhooks = toldOf(shared.council).filter(isWebhook);
    const postsRequests = webhooks.some(({ transport }) => transport.open311);
    const deliver = new NodeFunction(this, 'deliver-events', {
      platform: shared,
      spec: deliverEvents,
      failsInto: 'queue',
      env: DELIVER,
      environment: (role) => ({
        ...ownVariables(shared),
        SYNC_TABLE: this.table.bind(role, { actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'] }),
        SUBSCRIBERS: packSubscribers(webhooks),
        DELIVER_QUEUE_URLS: bindAll(queues, role),
        REGISTER_TABLE: register.table.bind(role, postsRequests ? READ_AND_CALL : READ_FACTS),
        SUBSCRIBERS_SECRET: secrets.bind(role),
        OPEN311_SECRET: postsRequests ? open311Keys.bind(role) : '',
        REFERENCE_KEY_SECRET: shared.referenceKey.bind(role),
      }),
    });
    for (const subscriber of webhooks) {
      const { name } = subscriber;
      const queue = queues.get(name) as WorkQueue;
      feed(deliver, `messages-${name}`, { queue, spec: { ...deliverEvents, maxConcurrency: workersFor(subscriber) } });
      new ScheduledWake(this, `deliver-events-${name}-look`, {
        queue,
        undelivered: shared.undelivered,
        message: { subscriber: name, look: true },
      });
    }
  }
}

/** The address of each subscriber's queue. */
const bindAll = (queues: ReadonlyMap<string, WorkQueue>, role: Role): string =>
  JSON.stringify(Object.fromEntries([...queues].map(([name, queue]) => [name, queue.bind(role)])));
