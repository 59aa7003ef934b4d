import { describe, expect, it } from 'vitest';
import { sayChanges } from '../../../infra/pipeline/say-changes.ts';

/** As `cdk diff` prints it (2.1148). */
const DIFF = `Stack crier-stockton-production
IAM Statement Changes
┌───┬──────────┐
│ + │ \${x.Arn} │
└───┴──────────┘
Resources
[-] AWS::SNS::Topic Old destroy
[+] AWS::SQS::Queue undelivered-events/queue undeliveredeventsqueueB761CA5D
[~] AWS::DynamoDB::Table register/register/table registertable4D63853F replace
 └─ [~] KeySchema (requires replacement)
     └─ @@ -1,6 +1,6 @@
        [ ] [
        [-]     "AttributeName": "zz",
        [+]     "AttributeName": "pk",
[~] AWS::Lambda::Function register/keep-register/function registerkeepregisterfunctionDE45530C
 └─ [~] MemorySize
     ├─ [-] 3
     └─ [+] 512
[~] AWS::ApiGatewayV2::Stage http-api/stage httpapistage1 may be replaced
[-] AWS::S3::Bucket inbox/bucket inboxbucket1 orphan


✨  Number of stacks with differences: 1
`;

describe('what an approval shows', () => {
  it('is first of all what would be lost, then how much of what', () => {
    expect(sayChanges(DIFF)).toBe(
      'LOST WITH WHAT IT HOLDS: AWS::SNS::Topic Old, AWS::DynamoDB::Table register/register/table. ' +
        'Perhaps replaced: AWS::ApiGatewayV2::Stage http-api/stage. Left behind: AWS::S3::Bucket inbox/bucket. ' +
        '1 new, 3 changed, 2 gone. Rights change.',
    );
  });

  it('is the same in colours', () => {
    const coloured = DIFF.replaceAll('[~]', '[\u001b[33m~\u001b[39m]').replaceAll(
      'replace\n',
      '\u001b[31mreplace\u001b[39m\n',
    );
    expect(sayChanges(coloured)).toBe(sayChanges(DIFF));
  });

  it('fits where CodePipeline shows it, whatever changes', () => {
    const many = Array.from({ length: 90 }, (_, i) => `[-] AWS::SQS::Queue queue-${i} queue${i} destroy`).join('\n');
    expect(sayChanges(many).length).toBeLessThanOrEqual(900);
    expect(sayChanges(many)).toMatch(/…$/);
  });

  it('says when nothing changes', () => {
    expect(sayChanges('Stack crier-stockton-production\nThere were no differences\n')).toBe('No resource changes.');
  });

  it('is no silence when cdk diff did not come to its end', () => {
    expect(() => sayChanges('Could not assume role in target account')).toThrow('did not come to its end');
  });
});
