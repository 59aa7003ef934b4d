import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { MEASURES } from '../../functions/performance/facts/fact.ts';
import { buildApp } from '../../infra/app.ts';
import { unsetOf } from '../../infra/config/councils.ts';
import { pipelineConfig } from '../../infra/config/pipeline.ts';
import { stockton } from '../../infra/config/stockton.ts';
import type { Council } from '../../infra/config/types.ts';
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
    const { CustomHeadersConfig } = only('AWS::CloudFront::ResponseHeadersPolicy')['ResponseHeadersPolicyConfig'];
    expect(CustomHeadersConfig.Items.map(({ Header }: { Header: string }) => Header)).toEqual([
      'permissions-policy',
      'cross-origin-opener-policy',
    ]);
  });
});

describe('security.txt', () => {
  it('says whom to tell of a weakness, for ninety days from now, at whatever name it was asked', async () => {
    const [, { Properties }] = of('AWS::CloudFront::Function').find(([id]) => id.includes('viewerrequest'))!;
    const code = (Properties['FunctionCode'] as string).replace(/^import cf.*$/m, '');
    const handler = new Function(`${code}; return handler;`)() as (event: object) => Promise<{ body: string }>;
    const headers = { host: { value: 'open-data.example' } };
    const { body } = await handler({ request: { method: 'GET', uri: '/.well-known/security.txt', headers } });
    expect(body).toContain('Contact: mailto:security@stockton.example\n');
    expect(body).toContain('Canonical: https://open-data.example/.well-known/security.txt\n');
    const expires = Date.parse(/^Expires: (\S+)$/m.exec(body)![1]!);
    expect(Math.round((expires - Date.now()) / 86_400_000)).toBe(90);
  });
});

describe('a name of its own', () => {
  const arn = 'arn:aws:acm:us-east-1:777788889999:certificate/aaaaaaaa-0000-4000-8000-000000000000';
  const withDomain = (certificate_arn: string | null): Council => {
    const site_domain = { name: 'open-data.stockton.gov.uk', certificate_arn };
    const { stages } = stockton;
    return { ...stockton, stages: { ...stages, test: { ...stages.test, site_domain } } };
  };
  const synth = (council: Council) => {
    const app = buildApp([{ council, stageName: 'test' }], {
      ...{ bundling: false, validation: false },
      pipeline: pipelineConfig,
    });
    const stack = (of: IConstruct, name: string) => Template.fromStack(of.node.findChild(name) as Stack);
    return { app, stack: (name: string) => stack(app, name), pipeline: app.node.findChild('crier-pipeline') };
  };

  it('has a certificate in Virginia, by a stack that the pipeline deploys too', () => {
    const { app, stack, pipeline } = synth(withDomain(null));
    expect((app.node.findChild('crier-stockton-test-site') as Stack).region).toBe('us-east-1');
    stack('crier-stockton-test-site').hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'open-data.stockton.gov.uk',
      ValidationMethod: 'DNS',
    });
    const [own] = Object.values(stack('crier-stockton-test').findResources('AWS::CloudFront::Distribution'));
    expect(own!['Properties'].DistributionConfig.Aliases).toBeUndefined();
    const actions = JSON.stringify(Template.fromStack(pipeline as Stack).toJSON());
    expect(actions).toContain('"StackName":"crier-stockton-test-site"');
    expect(actions).toContain('"Region":"us-east-1"');
    expect(unsetOf(withDomain(null), 'test').join()).toContain('site_domain of stage test has no certificate_arn');
  });

  it('is the site’s once the certificate is there, with TLS 1.2 and no older', () => {
    const { stack } = synth(withDomain(arn));
    stack('crier-stockton-test').hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['open-data.stockton.gov.uk'],
        ViewerCertificate: {
          AcmCertificateArn: arn,
          MinimumProtocolVersion: 'TLSv1.2_2021',
          SslSupportMethod: 'sni-only',
        },
      },
    });
    stack('crier-stockton-test').hasOutput('SiteUrl', { Value: 'https://open-data.stockton.gov.uk' });
  });

  it('takes no certificate of another region', () => {
    expect(() => synth(withDomain(arn.replace('us-east-1', 'eu-west-2')))).toThrow(
      'stages.test.site_domain.certificate_arn: must be the ARN of a certificate in us-east-1',
    );
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
