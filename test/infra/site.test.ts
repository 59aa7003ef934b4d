import { describe, expect, it } from 'vitest';
import { MEASURES } from '../../functions/performance/facts/fact.ts';
import { stackOf } from './stacks.ts';

const { of, resources } = stackOf('stockton', 'production');
const only = (type: string) => of(type)[0]![1].Properties;

describe('the open data site', () => {
  const { DistributionConfig } = only('AWS::CloudFront::Distribution');
  const behaviour = DistributionConfig.DefaultCacheBehavior;

  it('is reached through CloudFront alone, which signs what it asks of a closed bucket', () => {
    const bucket = DistributionConfig.Origins[0].DomainName['Fn::GetAtt'][0];
    const closed = resources[bucket]!.Properties['PublicAccessBlockConfiguration'];
    expect(Object.values(closed)).toEqual([true, true, true, true]);
    expect(only('AWS::CloudFront::OriginAccessControl')['OriginAccessControlConfig']).toMatchObject({
      SigningBehavior: 'always',
    });
    const policies = JSON.stringify(
      of('AWS::S3::BucketPolicy').filter(([, each]) => each.Properties['Bucket'].Ref === bucket),
    );
    expect(policies.match(/"Effect":"Allow"/g)).toHaveLength(1);
    expect(policies).toContain('"Service":"cloudfront.amazonaws.com"');
    expect(policies).toContain('AWS:SourceArn');
  });

  it('keeps no log of who read what, and takes neither cookies nor queries along', () => {
    expect(DistributionConfig.Logging).toBeUndefined();
    expect(behaviour.RealtimeLogConfigArn).toBeUndefined();
    expect(behaviour.CachePolicyId).toBe('658327ea-f89d-4fab-a63d-7e88639e58f6'); // Managed-CachingOptimized
    expect(behaviour.OriginRequestPolicyId).toBeUndefined();
  });

  it('answers with a page where there is nothing, and remembers that for a minute', () => {
    expect(DistributionConfig.CustomErrorResponses).toEqual([
      { ErrorCode: 404, ResponseCode: 404, ResponsePagePath: '/open-data/404.html', ErrorCachingMinTTL: 60 },
    ]);
  });

  it('takes no other requests than for reading, over TLS', () => {
    expect(behaviour.AllowedMethods).toEqual(['GET', 'HEAD', 'OPTIONS']);
    expect(behaviour.ViewerProtocolPolicy).toBe('redirect-to-https');
  });

  it('lets pages run no script and load nothing from elsewhere', () => {
    const { SecurityHeadersConfig } = only('AWS::CloudFront::ResponseHeadersPolicy')['ResponseHeadersPolicyConfig'];
    const policy = SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy as string;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy).not.toMatch(/https?:/);
  });
});

describe('the facts', () => {
  it('are tables for Athena, one for each measure, with projected days', () => {
    const tables = of('AWS::Glue::Table').map(([, { Properties }]) => Properties['TableInput']);
    expect(tables.map(({ Name }) => Name.replaceAll('_', '-')).sort()).toEqual([...MEASURES].sort());
    for (const { Parameters, PartitionKeys, StorageDescriptor } of tables) {
      expect(Parameters['projection.enabled']).toBe('true');
      expect(PartitionKeys).toEqual([{ Name: 'day', Type: 'string' }]);
      expect(StorageDescriptor.Columns.map(({ Name }: { Name: string }) => Name)).not.toContain('day');
      expect(JSON.stringify(Parameters['storage.location.template'])).toMatch(/\/facts\/[a-z-]+\/\$\{day\}\//);
    }
  });

  it('outlive their stack', () => {
    for (const [, bucket] of of('AWS::S3::Bucket')) expect(bucket.DeletionPolicy).toBe('RetainExceptOnCreate');
  });
});
