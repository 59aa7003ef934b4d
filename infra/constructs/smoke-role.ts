import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Secret } from './secret.ts';

/** Who runs the smoke test of a stage: a role of the pipeline's account. Both know each other's name before either is made. */
export type SmokeTester = { account: string; roleName: string; tokensRoleName: string };

/** The role by which the pipeline's smoke test reads the tokens that it calls with, and nothing else. */
export class SmokeRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { tester, secrets }: { tester: SmokeTester; secrets: readonly Secret[] }) {
    super(scope, id);
    // By a condition: a role as principal would be lost when it is made anew, and must be there before this one.
    const principal = `arn:aws:iam::${tester.account}:role/${tester.roleName}`;
    const role = new Role(this, 'role', {
      roleName: tester.tokensRoleName,
      assumedBy: new AccountPrincipal(tester.account).withConditions({ ArnEquals: { 'aws:PrincipalArn': principal } }),
      description: 'The smoke test of the pipeline reads its tokens, and nothing else',
    });
    for (const secret of secrets) secret.bind(role);
    this.arn = role.roleArn;
  }
}
