import { readFileSync } from 'node:fs';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  type DistributionProps,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  KeyValueStore,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { type IGrantable, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { NOT_FOUND } from '../../functions/performance/settings.ts';
import type { Stage } from '../config/types.ts';

const YEAR = Duration.days(365);

/** No script, nothing from elsewhere. Charts are drawn with style attributes. */
const CONTENT_SECURITY =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Pages ask for no camera and no place, and share no window with others. */
const MORE_HEADERS = {
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** @param put what stands in for `%NAME%` in it */
function codeIn(name: string, put: Readonly<Record<string, string>> = {}): FunctionCode {
  const code = readFileSync(new URL(`./site/${name}.js`, import.meta.url), 'utf8');
  return FunctionCode.fromInline(code.replaceAll(/%([A-Z_]+)%/g, (_, each: string) => put[each] ?? fail(name, each)));
}

function fail(name: string, each: string): never {
  throw new Error(`${name}.js asks for ${each}, which nobody gives it`);
}

type SiteProps = {
  description: string;
  /** The email address of those who are told of a weakness. */
  securityContact: string;
  domain: Stage['site_domain'];
};

/**
 * A public site of releases: objects that never change in a closed bucket, and a pointer that tells readers' requests,
 * at the edge, which release is the present one. It sets no cookies and keeps no log of who read what.
 */
export class Site extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  readonly pointer: KeyValueStore;
  #name: string | null = null;

  constructor(scope: Construct, id: string, { description, securityContact, domain }: SiteProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'bucket', {
      encryption: BucketEncryption.S3_MANAGED, // public data; CloudFront would need a grant for a key of our own
      enforceSSL: true,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, // dated copies are promised for good
    });
    this.pointer = new KeyValueStore(this, 'pointer', {
      comment: 'release and catalogue: the digests of what readers see',
    });
    const edge = (name: string, code: FunctionCode, keyValueStore?: KeyValueStore) =>
      new EdgeFunction(this, name, {
        functionName: `${Stack.of(this).stackName}-${name}`,
        comment: `${description}: ${name}`,
        code,
        runtime: FunctionRuntime.JS_2_0,
        ...(keyValueStore && { keyValueStore }),
      });
    const request = codeIn('viewer-request', { SECURITY_CONTACT: securityContact });
    this.distribution = new Distribution(this, 'distribution', {
      comment: description,
      ...this.#named(domain),
      // A page in the bucket, not of a release: CloudFront asks for it without the edge function.
      errorResponses: [{ httpStatus: 404, responsePagePath: `/${NOT_FOUND}`, ttl: Duration.minutes(1) }],
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        // With the right to list, S3 answers 404 and not 403 for what is not there.
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED, // neither cookies nor queries reach the bucket
        responseHeadersPolicy: this.#headers(),
        functionAssociations: [
          { eventType: FunctionEventType.VIEWER_REQUEST, function: edge('viewer-request', request, this.pointer) },
          {
            eventType: FunctionEventType.VIEWER_RESPONSE,
            function: edge('viewer-response', codeIn('viewer-response')),
          },
        ],
      },
    });
    this.#acknowledge();
  }

  get url(): string {
    return `https://${this.#name ?? this.distribution.distributionDomainName}`;
  }

  /** Lets a role read and write releases, and their dated copies and the page for what is not there; returns the bucket's name. */
  bindObjects(role: Role): string {
    for (const keys of ['releases/*', 'open-data/*']) this.#bind(role, ['s3:GetObject', 's3:PutObject'], keys);
    // Without it S3 answers 403 for what is not there, as if we were not allowed to read it.
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    return this.bucket.bucketName;
  }

  /** Lets a role write files that lie under their digest, and nothing else; returns the bucket's name. */
  bindWrite(role: Role): string {
    this.#bind(role, ['s3:PutObject'], 'releases/*');
    return this.bucket.bucketName;
  }

  #bind(role: Role, actions: string[], keys: string): void {
    role.addToPolicy(new PolicyStatement({ actions, resources: [this.bucket.arnForObjects(keys)] }));
    const bucket = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${keys}]`,
      reason: 'Files of a release are named by its digest and day: the folder alone is known beforehand.',
    });
  }

  /** Lets a role read and switch the pointer; returns its ARN. */
  bindPointer(role: IGrantable): string {
    const actions = ['DescribeKeyValueStore', 'GetKey', 'PutKey'].map((each) => `cloudfront-keyvaluestore:${each}`);
    role.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions, resources: [this.pointer.keyValueStoreArn] }),
    );
    return this.pointer.keyValueStoreArn;
  }

  /** Its own name, once there is a certificate for it. */
  #named(domain: SiteProps['domain']): Partial<DistributionProps> {
    if (!domain?.certificate_arn) return {};
    this.#name = domain.name;
    return {
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, 'certificate', domain.certificate_arn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  /** Which other pages may read it is said by viewer-response: to requests without an Origin, too. */
  #headers(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: CONTENT_SECURITY, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: YEAR, includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(MORE_HEADERS).map(([header, value]) => ({ header, value, override: true })),
      },
    });
  }

  #acknowledge(): void {
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'An access log would keep the addresses of readers, which the site promises not to.',
    });
    const reasons = {
      CFR1: 'Open data is for readers everywhere: no country is kept out.',
      CFR2: 'There is nothing behind the site but files that everybody may read: no form, no login, no query.',
      CFR3: 'An access log would keep the addresses of readers, which the site promises not to.',
      CFR4: "CloudFront's own domain comes with its own certificate; the council's domain brings TLS 1.2 with it.",
    };
    for (const [rule, reason] of Object.entries(reasons)) {
      Validations.of(this.distribution).acknowledge({ id: `AwsSolutions-${rule}`, reason });
    }
  }
}
