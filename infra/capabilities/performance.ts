import { TimeZone } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { LAYOUTS_FOLDER } from '../../contracts/files/layouts.ts';
import { ENV as ANSWER_OFFICERS } from '../../functions/performance/answer-officers/env.ts';
import { FACT_TABLES } from '../../functions/performance/facts/table.ts';
import { ENV as PUBLISH_CATALOGUE } from '../../functions/performance/publish-catalogue/env.ts';
import { ENV as PUBLISH_DATASETS } from '../../functions/performance/publish-datasets/env.ts';
import { ENV as RECORD_FACTS } from '../../functions/performance/record-facts/env.ts';
import { packSystems, packTold } from '../../functions/performance/settings.ts';
import { factsCouncilOf, publisherOf } from '../config/councils.ts';
import { systemsOf, toldOf } from '../config/open311.ts';
import { ApiFunction } from '../constructs/api-function.ts';
import { CallOnDeploy, consumedBy, Subscription } from '../constructs/fact-bus.ts';
import { FactBucket } from '../constructs/fact-store.ts';
import { type FunctionSpec, NodeFunction } from '../constructs/node-function.ts';
import { QueueWorker, type WorkerSpec } from '../constructs/queue-worker.ts';
import type { Secret } from '../constructs/secret.ts';
import { Site } from '../constructs/site.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { ownVariables, type Shared } from '../platform.ts';
import { savedQueries } from './performance-queries.ts';

const recordFacts: Omit<WorkerSpec, 'windowSeconds'> = {
  folder: 'functions/performance/record-facts',
  timeoutSeconds: 60,
  memoryMb: 512,
  batchSize: 1000, // the more together, the fewer objects to read again each night
  maxConcurrency: 2,
  maxReceives: 5,
  oldestMinutes: 30,
  impact: 'Contacts, answers and notices are not recorded: published figures will be too low until this is mended.',
  runbook: 'record-facts',
  grade: 'today',
};

const publishDatasets: WorkerSpec = {
  folder: 'functions/performance/publish-datasets',
  files: ['functions/performance/datasets'],
  timeoutSeconds: 600,
  memoryMb: 2048,
  scratchMb: 4096, // the facts, in SQLite
  batchSize: 1,
  windowSeconds: 0,
  maxConcurrency: 2, // the least that AWS allows; the pointer has one switch at a time
  maxReceives: 3,
  oldestMinutes: 60,
  impact: 'The open data site keeps showing the former release, whole but older than it should be.',
  runbook: 'publish-datasets',
  grade: 'note',
  cries: {
    'release-failed': {
      impact: 'A release could not be made or published: readers see the former one, which is whole.',
      grade: 'today',
    },
  },
};

const publishCatalogue: FunctionSpec = {
  folder: 'functions/performance/publish-catalogue',
  files: [
    LAYOUTS_FOLDER,
    'contracts/versions',
    'events/samples',
    'events/files',
    'functions/performance/catalogue/guides',
  ],
  timeoutSeconds: 120,
  memoryMb: 512,
  impact:
    'The catalogue of events and files is not there, or tells suppliers what was true before the last deployment.',
  runbook: 'publish-catalogue',
  grade: 'note',
};

const answerOfficers: FunctionSpec = {
  folder: 'functions/performance/answer-officers',
  timeoutSeconds: 30, // the HTTP API gives up then
  memoryMb: 512, // the facts of one day
  impact: "Officers cannot see today's figures or publish by command. Each night is published all the same.",
  runbook: 'answer-officers',
  grade: 'note',
};

/** After the day's last facts are in. London's clocks never leave this time out, nor show it twice. */
const NIGHTLY = { hour: '3', minute: '30', timeZone: TimeZone.of('Europe/London') };

type PerformanceProps = {
  shared: Shared;
  api: HttpApi;
  officers: Secret;
};

/** What the council does, in figures that anyone can compute again: facts in, open data out. */
export class PerformanceCapability extends Construct {
  readonly facts: FactBucket;
  readonly site: Site;
  readonly publishQueue: WorkQueue;

  constructor(scope: Construct, id: string, { shared, api, officers }: PerformanceProps) {
    super(scope, id);
    const { alarms, bus, undelivered, council, stage } = shared;
    const recordSpec = { ...recordFacts, windowSeconds: stage.gather_facts_seconds };
    this.facts = new FactBucket(this, 'facts', { tables: FACT_TABLES });
    for (const query of savedQueries()) this.facts.saveQuery(query);
    this.site = new Site(this, 'site', {
      description: `Open data of ${council.name}`,
      securityContact: council.security_contact,
      domain: stage.site_domain,
    });

    const recording = new WorkQueue(this, 'record-facts-queue', { ...recordSpec, alarms });
    new QueueWorker(this, 'record-facts', {
      platform: shared,
      spec: recordSpec,
      queue: recording,
      env: RECORD_FACTS,
      environment: (role) => ({
        ...ownVariables(shared),
        FACTS_BUCKET: this.facts.bindWrite(role),
        FACTS_COUNCIL: JSON.stringify(factsCouncilOf(council)),
      }),
    });
    const pattern = { detailType: consumedBy('record-facts') };
    new Subscription(this, 'record-facts-facts', { queue: recording, undelivered, bus, pattern });

    this.publishQueue = new WorkQueue(this, 'publish-datasets-queue', { ...publishDatasets, alarms });
    new QueueWorker(this, 'publish-datasets', {
      platform: shared,
      spec: publishDatasets,
      queue: this.publishQueue,
      env: PUBLISH_DATASETS,
      environment: (role) => ({
        ...ownVariables(shared),
        FACTS_BUCKET: this.facts.bindRead(role),
        PUBLISHER: JSON.stringify(publisherOf(council)),
        SITE_BUCKET: this.site.bindObjects(role),
        SITE_POINTER: this.site.bindPointer(role),
      }),
    });
    new ApiFunction(this, 'answer-officers', {
      platform: shared,
      spec: answerOfficers,
      api,
      routes: [
        { method: HttpMethod.GET, path: '/officers/today' },
        { method: HttpMethod.POST, path: '/officers/publish' },
      ],
      env: ANSWER_OFFICERS,
      environment: (role) => ({
        ...ownVariables(shared),
        FACTS_BUCKET: this.facts.bindFacts(role),
        OFFICERS_SECRET: officers.bind(role),
        PUBLISH_QUEUE_URL: this.publishQueue.bind(role),
      }),
    });
    const { lambda } = new NodeFunction(this, 'publish-catalogue', {
      platform: shared,
      spec: publishCatalogue,
      env: PUBLISH_CATALOGUE,
      environment: (role) => ({
        ...ownVariables(shared),
        API_URL: api.apiEndpoint,
        LAYOUTS: JSON.stringify(council.layouts),
        PUBLISHER: JSON.stringify(publisherOf(council)),
        SITE_BUCKET: this.site.bindWrite(role),
        SITE_POINTER: this.site.bindPointer(role),
        SYSTEMS: packSystems(systemsOf(council)),
        TOLD: packTold(toldOf(council)),
      }),
    });
    new CallOnDeploy(this, 'publish-catalogue-calls', { lambda, undelivered });
    new Schedule(this, 'publish-datasets-nightly', {
      schedule: ScheduleExpression.cron(NIGHTLY),
      description: 'Publishes what was recorded up to the day before',
      target: new SqsSendMessage(this.publishQueue.queue, {
        input: ScheduleTargetInput.fromObject({}),
        deadLetterQueue: undelivered.queue,
      }),
    });
  }
}
