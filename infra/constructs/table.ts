import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table as DynamoTable, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { EXPIRES } from '../../contracts/retention.ts';
import type { Platform } from '../platform.ts';

export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem';

const WRITING = /Put|Update|Delete|Write/;

export type Access = { actions: readonly TableAction[] };

/** A table of one capability, keyed by `pk` and `sk`. It outlives its stack, unless the deployment that made it failed. */
export class Table extends Construct {
  readonly table: DynamoTable;
  readonly #key: Key | undefined;

  /** @param props.key the council's own key, for a table that holds contact data; else DynamoDB's own. */
  constructor(scope: Construct, id: string, props: { platform: Platform; key?: Key }) {
    super(scope, id);
    this.#key = props.key;
    this.table = new DynamoTable(this, 'table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: EXPIRES,
      deletionProtection: props.platform.stage.protected,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      ...(props.key
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: props.key }
        : { encryption: TableEncryption.DEFAULT }),
    });
  }

  /** Lets a role do these things with the table; returns the table's name. */
  bind(role: IGrantable, { actions }: Access): string {
    const principal = role.grantPrincipal;
    const { tableArn, tableName } = this.table;
    principal.addToPrincipalPolicy(
      new PolicyStatement({ actions: actions.map((each) => `dynamodb:${each}`), resources: [tableArn] }),
    );
    // DynamoDB asks for the key in the caller's name.
    this.#key?.grant(role, 'kms:Decrypt', 'kms:DescribeKey');
    if (actions.some((each) => WRITING.test(each))) this.#key?.grant(role, 'kms:Encrypt', 'kms:GenerateDataKey');
    return tableName;
  }
}
