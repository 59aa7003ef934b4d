import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret as StoredSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

type SecretProps = {
  /** What it is for, and what an operator must put into it. */
  description: string;
  /** Fields to be filled in by an operator beside the one that is generated; a plain text secret without. */
  json?: { generated: string; others?: readonly string[] };
  /** Why it is not replaced on a schedule. */
  notRotated: string;
};

/** A secret with a strong first value. It outlives its stack, unless the deployment that made it failed. */
export class Secret extends StoredSecret {
  constructor(scope: Construct, id: string, { description, json, notRotated }: SecretProps) {
    super(scope, id, {
      description,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      generateSecretString: {
        passwordLength: 64,
        excludePunctuation: true,
        ...(json
          ? {
              generateStringKey: json.generated,
              secretStringTemplate: JSON.stringify(Object.fromEntries((json.others ?? []).map((name) => [name, '']))),
            }
          : {}),
      },
    });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SMG4', reason: notRotated });
  }

  /** Lets a role read the secret; returns its ARN. */
  bind(role: IGrantable): string {
    role.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secretArn] }),
    );
    return this.secretArn;
  }
}
