// What answers the web: HTTP APIs and CloudFront distributions.

import type { KnownProperties } from './known-properties.ts';

export const web: Record<string, KnownProperties> = {
  'AWS::ApiGatewayV2::Api': {
    runs: ['Name', 'ProtocolType'],
    nothing: ['Description', 'DisableExecuteApiEndpoint', 'RouteSelectionExpression', 'IpAddressType', 'Tags'],
    only: { ProtocolType: /^HTTP$/ },
  },
  'AWS::ApiGatewayV2::Route': {
    runs: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType'],
    nothing: ['OperationName', 'ApiKeyRequired'],
    only: { AuthorizationType: /^NONE$/ },
  },
  'AWS::ApiGatewayV2::Integration': {
    runs: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis'],
    nothing: ['Description', 'IntegrationMethod', 'ConnectionType', 'CredentialsArn'],
    only: { IntegrationType: /^AWS_PROXY$/, PayloadFormatVersion: /^2\.0$/ },
  },
  'AWS::ApiGatewayV2::Stage': {
    runs: ['ApiId', 'StageName', 'AutoDeploy'],
    nothing: ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'Description', 'Tags'],
    only: { StageName: /^\$default$/ },
  },
  'AWS::CloudFront::Distribution': {
    runs: [
      'DistributionConfig.Enabled',
      'DistributionConfig.Origins.Id',
      'DistributionConfig.Origins.DomainName',
      'DistributionConfig.DefaultCacheBehavior.TargetOriginId',
      'DistributionConfig.DefaultCacheBehavior.AllowedMethods',
      'DistributionConfig.DefaultCacheBehavior.FunctionAssociations',
      'DistributionConfig.DefaultCacheBehavior.ResponseHeadersPolicyId',
      'DistributionConfig.CustomErrorResponses',
    ],
    nothing: [
      // Every request goes to the bucket, and nothing is compressed or encrypted.
      'DistributionConfig.DefaultCacheBehavior.CachePolicyId',
      'DistributionConfig.DefaultCacheBehavior.Compress',
      'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
      'DistributionConfig.Aliases',
      'DistributionConfig.Comment',
      'DistributionConfig.HttpVersion',
      'DistributionConfig.IPV6Enabled',
      'DistributionConfig.PriceClass',
      'DistributionConfig.ViewerCertificate',
      'DistributionConfig.Origins.OriginAccessControlId',
      'DistributionConfig.Origins.S3OriginConfig',
      'Tags',
    ],
    only: { 'DistributionConfig.Enabled': /^true$/ },
  },
  'AWS::CloudFront::Function': {
    runs: [
      'Name',
      'FunctionCode',
      'FunctionConfig.Runtime',
      'FunctionConfig.KeyValueStoreAssociations.KeyValueStoreARN',
    ],
    nothing: ['AutoPublish', 'FunctionConfig.Comment', 'Tags'],
    only: { 'FunctionConfig.Runtime': /^cloudfront-js-2\.0$/ },
  },
  'AWS::CloudFront::KeyValueStore': { runs: ['Name'], nothing: ['Comment', 'Tags'] },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    runs: [
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentTypeOptions',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.FrameOptions',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ReferrerPolicy',
      'ResponseHeadersPolicyConfig.CustomHeadersConfig',
    ],
    nothing: [
      'ResponseHeadersPolicyConfig.Name',
      'ResponseHeadersPolicyConfig.Comment',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity',
    ],
  },
};
