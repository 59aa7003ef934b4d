import { RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ENV as KEEP_REGISTER } from '../../functions/register/keep-register/env.ts';
import { Documents } from '../constructs/documents.ts';
import { consumedBy, Subscription } from '../constructs/fact-bus.ts';
import { QueueWorker, type WorkerSpec } from '../constructs/queue-worker.ts';
import { type Access, Table } from '../constructs/table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { ownVariables, type Shared } from '../platform.ts';

const keepRegister: WorkerSpec = {
  folder: 'functions/register/keep-register',
  timeoutSeconds: 30,
  memoryMb: 512,
  batchSize: 10,
  windowSeconds: 0,
  maxConcurrency: 5,
  maxReceives: 5,
  oldestMinutes: 15,
  impact: 'Facts from other systems reach the register late: what came through POST /events is there already.',
  runbook: 'keep-register',
  grade: 'today',
};

/** What keeping a fact takes: itself, its history, and a look at what is there already. */
export const KEEP_FACTS: Access = { actions: ['GetItem', 'PutItem', 'UpdateItem'] };

/** What keeping an event about a matter takes as well: the links of its people. */
export const KEEP_EVENTS: Access = { actions: [...KEEP_FACTS.actions, 'BatchWriteItem'] };

/** What we know of residents, accounts and holds. The only place where contact data rests. */
export class RegisterCapability extends Construct {
  /** Encrypts contact data: the register, the files it comes from, and documents. */
  readonly contactKey: Key;
  readonly table: Table;
  readonly documents: Documents;

  constructor(scope: Construct, id: string, { shared }: { shared: Shared }) {
    super(scope, id);
    const { alarms, bus, undelivered } = shared;
    this.contactKey = new Key(this, 'contact-key', {
      description: `Contact data of residents, ${shared.council.name}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.table = new Table(this, 'register', { platform: shared, key: this.contactKey });

    this.documents = new Documents(this, 'documents', { key: this.contactKey });

    const queue = new WorkQueue(this, 'keep-register-queue', { ...keepRegister, alarms });
    new QueueWorker(this, 'keep-register', {
      platform: shared,
      spec: keepRegister,
      queue,
      env: KEEP_REGISTER,
      environment: (role) => ({
        ...ownVariables(shared),
        REGISTER_TABLE: this.table.bind(role, KEEP_FACTS),
      }),
    });
    const pattern = { detailType: consumedBy('keep-register') };
    new Subscription(this, 'keep-register-facts', { queue, undelivered, bus, pattern });
  }
}
