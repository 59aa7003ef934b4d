import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** The columns of one table of facts: Athena's types by field. */
export type FactColumns = Readonly<Record<string, 'string' | 'int' | 'bigint' | 'double'>>;

/** Before the first year of which figures are known. */
export const FIRST_DAY = '2012-04-01';

const FACTS = 'facts/*';
/** True counts behind hidden figures: what stays hidden, and must not get out. */
const STATES = 'releases/*';

/**
 * Facts as NDJSON by measure and London day, and tables over the very same objects for Athena, for when one machine is too
 * small. Days are projected, so no function has to add a partition each night.
 */
export class FactBucket extends Construct {
  readonly bucket: Bucket;
  readonly #queries: CfnWorkGroup;
  readonly #database: CfnDatabase;

  constructor(scope: Construct, id: string, { tables }: { tables: Readonly<Record<string, FactColumns>> }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'bucket', {
      encryption: BucketEncryption.S3_MANAGED, // no person and no free text is in a fact
      enforceSSL: true,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, // every published figure is computed again from these
      lifecycleRules: [
        { id: 'answers-of-athena', prefix: 'athena/', expiration: Duration.days(7) },
        // Made anew from the facts if need be, and as large as a hundredth of them.
        { id: 'cells', prefix: 'releases/cells-', noncurrentVersionExpiration: Duration.days(7) },
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: "Who read what is kept by the account's CloudTrail, which the runbook asks for.",
    });
    const { account, stackName } = Stack.of(this);
    this.#database = new CfnDatabase(this, 'database', {
      catalogId: account,
      databaseInput: { name: stackName.replaceAll('-', '_'), description: `Facts of ${stackName}` },
    });
    for (const [measure, columns] of Object.entries(tables)) {
      const table = new CfnTable(this, measure, {
        catalogId: account,
        databaseName: stackName.replaceAll('-', '_'),
        tableInput: this.#table(measure, columns),
      });
      table.addResourceDependency(this.#database);
    }
    this.#queries = new CfnWorkGroup(this, 'queries', {
      name: stackName,
      description: `Questions to the facts of ${stackName}`,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: 100 * 1024 ** 3,
        resultConfiguration: {
          outputLocation: `s3://${this.bucket.bucketName}/athena/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }

  /** Keeps a question to the tables for whoever opens Athena. */
  saveQuery({ name, title, sql }: { name: string; title: string; sql: string }): void {
    const { stackName } = Stack.of(this);
    const query = new CfnNamedQuery(this, `query-${name}`, {
      name,
      description: `${title}: true counts, before small numbers are hidden`,
      database: stackName.replaceAll('-', '_'),
      workGroup: stackName,
      queryString: sql,
    });
    query.addResourceDependency(this.#queries);
    query.addResourceDependency(this.#database);
  }

  /** Lets a role add facts, and change none: a put without a condition on its name is nothing that our code does. */
  bindWrite(role: Role): string {
    return this.#bind(role, ['s3:PutObject']);
  }

  /** Lets a role list and read facts, and keep what one release must tell the next beside them. */
  bindRead(role: Role): string {
    this.#bind(role, ['s3:GetObject', 's3:PutObject'], STATES);
    return this.bindFacts(role);
  }

  /** Lets a role list and read facts, and nothing else. */
  bindFacts(role: Role): string {
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    return this.#bind(role, ['s3:GetObject']);
  }

  #bind(role: Role, actions: string[], keys = FACTS): string {
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.bucket.arnForObjects(keys)] }));
    const bucket = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${keys}]`,
      reason: 'Objects are named by their measure, day and content: the folder alone is known beforehand.',
    });
    return this.bucket.bucketName;
  }

  #table(measure: string, columns: FactColumns): CfnTable.TableInputProperty {
    const place = `s3://${this.bucket.bucketName}/facts/${measure}/`;
    return {
      name: measure.replaceAll('-', '_'),
      description: `Each line a fact: docs/events.md and functions/performance/README.md say what is in it.`,
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: [{ name: 'day', type: 'string' }],
      storageDescriptor: {
        location: place,
        columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
      },
      parameters: {
        classification: 'json',
        'projection.enabled': 'true',
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy-MM-dd',
        'projection.day.range': `${FIRST_DAY},NOW+1DAYS`, // London may be a day ahead of UTC
        'projection.day.interval': '1',
        'projection.day.interval.unit': 'DAYS',
        'storage.location.template': `${place}\${day}/`,
      },
    };
  }
}
