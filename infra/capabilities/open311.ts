import { Duration } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { ENV as FOLLOW } from '../../functions/intake/follow-back-offices/env.ts';
import { ENV as RECEIVE } from '../../functions/intake/receive-requests/env.ts';
import { ENV as KEEP } from '../../functions/open311/keep-requests/env.ts';
import { ENV as SHOW } from '../../functions/open311/show-requests/env.ts';
import { packOpen311 } from '../../functions/shared/open311/settings.ts';
import { ApiFunction } from '../constructs/api-function.ts';
import { consumedBy, ScheduledCall, Subscription } from '../constructs/fact-bus.ts';
import { type FunctionSpec, NodeFunction } from '../constructs/node-function.ts';
import { QueueWorker, type WorkerSpec } from '../constructs/queue-worker.ts';
import type { Secret } from '../constructs/secret.ts';
import { Table } from '../constructs/table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { ownVariables, type Shared } from '../platform.ts';
import type { IntakeCapability } from './intake.ts';
import { KEEP_EVENTS, type RegisterCapability } from './register.ts';

const receiveRequests: FunctionSpec = {
  folder: 'functions/intake/receive-requests',
  timeoutSeconds: 30, // the HTTP API gives up then
  memoryMb: 512,
  impact: 'Reports that come by Open311 are not taken, nor is word of what became of them. Sites post them again.',
  runbook: 'receive-requests',
  grade: 'today',
  cries: {
    'unmapped-status':
      'A back office uses a status code that was not agreed: residents are not told what became of a report.',
  },
};

const followBackOffices: FunctionSpec = {
  folder: 'functions/intake/follow-back-offices',
  timeoutSeconds: 120,
  memoryMb: 512,
  impact: 'What back offices say of requests is learnt late. Nothing of it is lost.',
  runbook: 'follow-back-offices',
  grade: 'note',
  cries: {
    'unmapped-status': {
      impact: 'A back office uses a status code that was not agreed: residents are not told what became of a report.',
      grade: 'today',
      restsAfter: Duration.minutes(5),
    },
    'unreadable-updates': {
      impact: 'A back office says things that are no updates: residents may not be told what became of a report.',
      grade: 'today',
      restsAfter: Duration.minutes(5),
    },
    'back-office-silent': {
      impact: 'A back office does not answer, or answers what is no list of updates: residents are told late.',
      grade: 'today',
      restsAfter: Duration.minutes(5),
    },
  },
};

const keepRequests: WorkerSpec = {
  folder: 'functions/open311/keep-requests',
  timeoutSeconds: 30,
  memoryMb: 512,
  batchSize: 10,
  windowSeconds: 0,
  maxConcurrency: 5,
  maxReceives: 5,
  oldestMinutes: 15,
  impact: 'Open311 shows requests late, or as they stood before. Residents are told by text and email as ever.',
  runbook: 'keep-requests',
  grade: 'today',
};

const showRequests: FunctionSpec = {
  folder: 'functions/open311/show-requests',
  timeoutSeconds: 30, // the HTTP API gives up then
  memoryMb: 512,
  impact: 'Nobody sees by Open311 what can be reported and what became of reports.',
  runbook: 'show-requests',
  grade: 'today',
};

type Open311Props = {
  shared: Shared;
  api: HttpApi;
  intake: IntakeCapability;
  register: RegisterCapability;
  /** API keys of clients. */
  keys: Secret;
};

/** Open311 GeoReport v2: reports in, and what everybody may see of them out. */
export class Open311Capability extends Construct {
  /** What everybody may see: it names nobody. */
  readonly table: Table;

  constructor(scope: Construct, id: string, { shared, api, intake, register, keys }: Open311Props) {
    super(scope, id);
    const { alarms, bus, undelivered, council, referenceKey } = shared;
    const { services, responsible } = council.settings;
    const OPEN311 = packOpen311(council.open311, services);
    const path = '/open311/v2/{proxy+}';
    this.table = new Table(this, 'requests', { platform: shared });

    new ApiFunction(this, 'receive-requests', {
      platform: shared,
      spec: receiveRequests,
      api,
      routes: [{ method: HttpMethod.POST, path }],
      env: RECEIVE,
      environment: (role) => ({
        ...ownVariables(shared),
        OPEN311,
        EVENT_BUS: bus.bind(role),
        INTAKE_TABLE: intake.table.bind(role, { actions: ['GetItem', 'PutItem'] }),
        REGISTER_TABLE: register.table.bind(role, { actions: [...KEEP_EVENTS.actions, 'BatchGetItem'] }),
        REFERENCE_KEY_SECRET: referenceKey.bind(role),
        OPEN311_SECRET: keys.bind(role),
      }),
    });

    const { lambda } = new NodeFunction(this, 'follow-back-offices', {
      platform: shared,
      spec: followBackOffices,
      env: FOLLOW,
      environment: (role) => ({
        ...ownVariables(shared),
        OPEN311,
        EVENT_BUS: bus.bind(role),
        INTAKE_TABLE: intake.table.bind(role, { actions: ['GetItem', 'PutItem'] }),
        REGISTER_TABLE: register.table.bind(role, KEEP_EVENTS),
        REFERENCE_KEY_SECRET: referenceKey.bind(role),
        OPEN311_SECRET: keys.bind(role),
      }),
    });
    new ScheduledCall(this, 'follow-back-offices-look', { lambda, undelivered, every: Duration.minutes(5) });

    const queue = new WorkQueue(this, 'keep-requests-queue', { ...keepRequests, alarms });
    new QueueWorker(this, 'keep-requests', {
      platform: shared,
      spec: keepRequests,
      queue,
      env: KEEP,
      environment: (role) => ({
        ...ownVariables(shared),
        OPEN311,
        REQUESTS_TABLE: this.table.bind(role, { actions: ['GetItem', 'PutItem'] }),
        REGISTER_TABLE: register.table.bind(role, { actions: ['BatchGetItem'] }),
      }),
    });
    const pattern = { detailType: consumedBy('keep-requests') };
    new Subscription(this, 'keep-requests-facts', { queue, undelivered, bus, pattern });

    new ApiFunction(this, 'show-requests', {
      platform: shared,
      spec: showRequests,
      api,
      routes: [{ method: HttpMethod.GET, path }],
      env: SHOW,
      environment: (role) => ({
        ...ownVariables(shared),
        OPEN311,
        RESPONSIBLE: JSON.stringify(responsible),
        REQUESTS_TABLE: this.table.bind(role, { actions: ['GetItem', 'BatchGetItem', 'Query'] }),
      }),
    });
  }
}
