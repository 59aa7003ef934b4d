import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import type { Council, StageName } from './config/types.ts';

/** CloudFront takes certificates from here alone. */
const REGION = 'us-east-1';

type SiteCertificateProps = { council: Council; stageName: StageName; domain: string };

/**
 * The certificate of a site's own name, in a stack of its own because of its region. Its deployment waits until the council's DNS has the
 * record that ACM asks for; its ARN then goes into the council's configuration, since no stack here knows of another.
 */
export class SiteCertificateStack extends Stack {
  constructor(scope: Construct, { council, stageName, domain }: SiteCertificateProps) {
    const name = `crier-${council.id}-${stageName}-site`;
    const { account } = council.stages[stageName];
    super(scope, name, {
      stackName: name,
      env: { region: REGION, ...(account ? { account } : {}) },
      description: `Certificate of ${domain}`,
      terminationProtection: council.stages[stageName].protected,
    });
    Tags.of(this).add('service', 'crier');
    Tags.of(this).add('council', council.id);
    Tags.of(this).add('stage', stageName);
    const { certificateArn } = new Certificate(this, 'certificate', {
      domainName: domain,
      validation: CertificateValidation.fromDns(),
    });
    new CfnOutput(this, 'CertificateArn', {
      value: certificateArn,
      description: `Put it into certificate_arn of site_domain, stage ${stageName}, in infra/config/${council.id}.ts`,
    });
  }
}

/** The certificate's stack, where the stage has a domain of its own. */
export function certificateOf(scope: Construct, council: Council, stageName: StageName): SiteCertificateStack | null {
  const { site_domain } = council.stages[stageName];
  return site_domain && new SiteCertificateStack(scope, { council, stageName, domain: site_domain.name });
}
