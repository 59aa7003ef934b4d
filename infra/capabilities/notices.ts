import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENV as COUNT } from '../../functions/notices/count-ledger/env.ts';
import { ENV as EXPLAIN } from '../../functions/notices/explain-notices/env.ts';
import { ENV as PLAN } from '../../functions/notices/plan-notices/env.ts';
import { ENV as RECONCILE } from '../../functions/notices/reconcile-notices/env.ts';
import { ENV as RELEASE } from '../../functions/notices/release-notices/env.ts';
import { ENV as SEND } from '../../functions/notices/send-notices/env.ts';
import { ENV as TRACK } from '../../functions/notices/track-notices/env.ts';
import { ApiFunction } from '../constructs/api-function.ts';
import { consumedBy, ScheduledCall, ScheduledWake, Subscription } from '../constructs/fact-bus.ts';
import { type Bind, NodeFunction } from '../constructs/node-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import type { Secret } from '../constructs/secret.ts';
import { type Access, Table } from '../constructs/table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { ownVariables, type Shared } from '../platform.ts';
import { countLedger, explain, workers } from './notices-workers.ts';
import { KEEP_FACTS, type RegisterCapability } from './register.ts';

type Worker = keyof typeof workers;

/** A debt with all that is known of its account and people; and which debts someone has. */
const READ_DEBT: Access = { actions: ['BatchGetItem'] };
const FIND_DEBTS: Access = { actions: ['BatchGetItem', 'Query'] };

type NoticesProps = { shared: Shared; api: HttpApi; officers: Secret; register: RegisterCapability };

/** From what a resident may be told to what became of it. */
export class NoticesCapability extends Construct {
  readonly table: Table;
  readonly decisions: Table;
  /** Made before the functions, because these wake each other in circles. */
  readonly queues: Record<Worker, WorkQueue>;

  constructor(scope: Construct, id: string, { shared, api, officers, register }: NoticesProps) {
    super(scope, id);
    const { alarms, bus, undelivered, stage, notifySecret } = shared;
    this.table = new Table(this, 'notices', { platform: shared });
    this.decisions = new Table(this, 'decisions', { platform: shared });
    const queueOf = (worker: Worker) =>
      new WorkQueue(this, `${workers[worker].runbook}-queue`, { ...workers[worker], alarms });
    this.queues = {
      plan: queueOf('plan'),
      release: queueOf('release'),
      send: queueOf('send'),
      track: queueOf('track'),
      reconcile: queueOf('reconcile'),
    };
    const { queues } = this;

    const notices = (role: Role, access: Access) => ({
      ...ownVariables(shared),
      NOTICES_TABLE: this.table.bind(role, access),
      SETTINGS: shared.settings,
    });
    const people = (role: Role, access: Access) => ({ REGISTER_TABLE: register.table.bind(role, access) });
    const documents = (role: Role) => ({ DOCUMENTS_BUCKET: register.documents.bind(role) });
    const referenceKey = (role: Role) => ({ REFERENCE_KEY_SECRET: shared.referenceKey.bind(role) });
    const notify = (role: Role) => ({ NOTIFY_URL: stage.notify_url, NOTIFY_SECRET: notifySecret.bind(role) });
    const worker = <Names extends readonly string[]>(name: Worker, env: Names, environment: Bind<Names>) =>
      new QueueWorker(this, workers[name].runbook, {
        platform: shared,
        spec: workers[name],
        queue: queues[name],
        env,
        environment,
      });

    worker('plan', PLAN, (role) => ({
      ...notices(role, {
        actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      }),
      DECISIONS_TABLE: this.decisions.bind(role, { actions: ['GetItem', 'PutItem'] }),
      ...people(role, FIND_DEBTS),
      ...documents(role),
      ...referenceKey(role),
      EVENT_BUS: bus.bind(role),
      RELEASE_QUEUE_URL: queues.release.bind(role),
    }));
    const pattern = { detailType: consumedBy('plan-notices') };
    new Subscription(this, 'plan-notices-facts', { queue: queues.plan, undelivered, bus, pattern });

    worker('release', RELEASE, (role) => ({
      ...notices(role, { actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'] }),
      DECISIONS_TABLE: this.decisions.bind(role, { actions: ['GetItem', 'Query'] }),
      ...people(role, READ_DEBT),
      EVENT_BUS: bus.bind(role),
      SEND_QUEUE_URL: queues.send.bind(role),
      RELEASE_QUEUE_URL: queues.release.bind(role),
    }));
    new ScheduledWake(this, 'release-notices-wake', {
      queue: queues.release,
      undelivered,
      message: { wake: true, each_minute: true },
    });

    worker('send', SEND, (role) => ({
      ...notices(role, { actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] }),
      ...people(role, READ_DEBT),
      ...documents(role),
      ...notify(role),
      EVENT_BUS: bus.bind(role),
      RELEASE_QUEUE_URL: queues.release.bind(role),
      RECONCILE_QUEUE_URL: queues.reconcile.bind(role),
      TRACK_QUEUE_URL: queues.track.bind(role),
    }));

    worker('track', TRACK, (role) => ({
      ...notices(role, { actions: ['GetItem', 'PutItem'] }),
      ...people(role, { actions: [...READ_DEBT.actions, ...KEEP_FACTS.actions] }),
      ...documents(role),
      EVENT_BUS: bus.bind(role),
      RELEASE_QUEUE_URL: queues.release.bind(role),
    }));

    const returned = { detailType: consumedBy('track-notices') };
    new Subscription(this, 'track-notices-facts', { queue: queues.track, undelivered, bus, pattern: returned });

    worker('reconcile', RECONCILE, (role) => ({
      ...notices(role, { actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'] }),
      ...notify(role),
      EVENT_BUS: bus.bind(role),
      RELEASE_QUEUE_URL: queues.release.bind(role),
      TRACK_QUEUE_URL: queues.track.bind(role),
    }));
    new ScheduledWake(this, 'reconcile-notices-wake', { queue: queues.reconcile, undelivered, message: {} });

    const { lambda } = new NodeFunction(this, 'count-ledger', {
      platform: shared,
      spec: countLedger,
      env: COUNT,
      environment: (role) => ({
        ...notices(role, { actions: ['GetItem', 'PutItem', 'Scan'] }),
        DECISIONS_TABLE: this.decisions.bind(role, { actions: ['Query'] }),
        ...notify(role),
      }),
    });
    new ScheduledCall(this, 'count-ledger-minute', { lambda, undelivered });

    new ApiFunction(this, 'explain-notices', {
      platform: shared,
      spec: explain,
      api,
      routes: [{ method: HttpMethod.ANY, path: '/officers/{proxy+}' }],
      env: EXPLAIN,
      environment: (role) => ({
        ...notices(role, {
          actions: ['GetItem', 'PutItem', 'UpdateItem', 'Query', 'Scan'],
        }),
        DECISIONS_TABLE: this.decisions.bind(role, { actions: ['GetItem', 'Query'] }),
        ...people(role, { actions: [...FIND_DEBTS.actions, ...KEEP_FACTS.actions] }),
        ...referenceKey(role),
        EVENT_BUS: bus.bind(role),
        OFFICERS_SECRET: officers.bind(role),
        RELEASE_QUEUE_URL: queues.release.bind(role),
      }),
    });
  }
}
