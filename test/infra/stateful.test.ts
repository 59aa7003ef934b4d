import { describe, expect, it } from 'vitest';
import { councils } from '../../infra/config/councils.ts';
import { stackOf } from './stacks.ts';

// Another logical id would make CloudFormation build an empty one beside it and leave the old one behind. Rename
// nothing here without moving what is in it.
const KEPT = {
  'AWS::DynamoDB::Table': [
    'intaketable5A9897C0',
    'noticesdecisionstableFEB858B1',
    'noticestable5BEEE8B1',
    'open311requeststable8E0558AB',
    'registertable4D63853F',
    'synctableB60503BB',
  ],
  'AWS::S3::Bucket': [
    'intakeinboxbucketC6BDBCF2',
    'intakesnapshotsbucket1791E78F',
    'performancefactsbucket46E813DC',
    'performancesitebucket32873FE2',
    'registerdocumentsbucket422BDB5E',
    'syncoutboxbucket081CEBFA',
  ],
  'AWS::SecretsManager::Secret': [
    'NotifySecret1BEE7F40',
    'OfficersSecretC175E248',
    'Open311Secret8DC082C0',
    'ReferenceKeySecretE0E40C56',
    'SourcesSecretB7A49BFD',
    'SubscribersSecretE582653C',
  ],
};

describe.each(councils.map(({ id }) => id))('what %s must not lose', (council) => {
  const { of } = stackOf(council, 'production');

  it.each(Object.entries(KEPT))('%s keeps its logical ids', (type, ids) => {
    expect(
      of(type)
        .map(([id]) => id)
        .sort(),
    ).toEqual(ids);
  });

  it.each(Object.keys(KEPT))('%s outlives its stack', (type) => {
    for (const [, each] of of(type)) {
      expect([each.DeletionPolicy, each.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    }
  });

  it.each(['test', 'production'] as const)(
    'keeps nothing on %s of a first deployment that was rolled back',
    (stage) => {
      const left = Object.entries(stackOf(council, stage).resources).filter(
        ([, each]) => each.DeletionPolicy === 'Retain',
      );
      expect(left.map(([id]) => id)).toEqual([]);
    },
  );

  it('keeps the key of contact data', () => {
    const kept = of('AWS::KMS::Key').filter(([, each]) => each.DeletionPolicy === 'RetainExceptOnCreate');
    expect(kept.map(([id]) => id)).toContain('registercontactkeyEAA37C7B');
  });

  it.each(of('AWS::DynamoDB::Table'))(
    'table %s can go back in time, is paid by use, and lets items go by their own time',
    (_, each) => {
      expect(each.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      });
    },
  );
});

describe('tables', () => {
  it('can be deleted on test, and not on production', () => {
    const protectedOn = (stageName: 'test' | 'production') =>
      stackOf('stockton', stageName)
        .of('AWS::DynamoDB::Table')
        .map(([, each]) => each.Properties['DeletionProtectionEnabled']);
    expect(protectedOn('production')).toEqual([true, true, true, true, true, true]);
    expect(protectedOn('test')).toEqual([false, false, false, false, false, false]);
  });
});

describe('contact data', () => {
  const { of, resources } = stackOf('stockton', 'production');
  const key = { 'Fn::GetAtt': ['registercontactkeyEAA37C7B', 'Arn'] };

  it('is encrypted in the register and in the inbox with a key of its own', () => {
    expect(resources['registertable4D63853F']!.Properties['SSESpecification'].KMSMasterKeyId).toEqual(key);
    const [{ ServerSideEncryptionByDefault }] =
      resources['intakeinboxbucketC6BDBCF2']!.Properties['BucketEncryption'].ServerSideEncryptionConfiguration;
    expect(ServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key });
    expect(resources['registercontactkeyEAA37C7B']!.Properties['EnableKeyRotation']).toBe(true);
  });

  it('is gone from the inbox on the 14th day, old versions too', () => {
    const { Rules } = resources['intakeinboxbucketC6BDBCF2']!.Properties['LifecycleConfiguration'];
    expect(Rules[0].ExpirationInDays + Rules[0].NoncurrentVersionExpiration.NoncurrentDays).toBe(14);
    // Of whatever name: the refused rows beside a file go with it.
    expect(Object.keys(Rules[0]).filter((key) => /Prefix|Tag|Size/.test(key))).toEqual([]);
  });

  it('is in a bucket that is versioned, closed to the public and reached by TLS alone', () => {
    const { Properties } = resources['intakeinboxbucketC6BDBCF2']!;
    expect(Properties['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
    expect(Object.values(Properties['PublicAccessBlockConfiguration'])).toEqual([true, true, true, true]);
    expect(JSON.stringify(of('AWS::S3::BucketPolicy'))).toContain('"aws:SecureTransport":"false"');
  });

  it('tells of arrivals by the bucket itself, without a function that the CDK would deploy', () => {
    const { Properties } = resources['intakeinboxbucketC6BDBCF2']!;
    expect(Properties['NotificationConfiguration']).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
    expect(Object.values(resources).filter(({ Type }) => Type.startsWith('Custom::'))).toEqual([]);
  });
});
