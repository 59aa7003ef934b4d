// CloudFront distributions with one bucket behind them: edge functions, the origin, and the headers that a policy adds.

import { randomUUID } from 'node:crypto';
import type { Stack } from '../stack/stack.ts';
import { type Properties, TemplateRefused } from '../stack/template.ts';
import { type EdgeFunction, type EdgeHeaders, type EdgeResponse, loadEdgeFunction } from './edge-function.ts';
import type { KeyValueStores } from './key-value-stores.ts';

export type Distribution = (request: Request) => Promise<Response>;

type Behaviour = {
  AllowedMethods?: string[];
  FunctionAssociations?: { EventType: string; FunctionARN: string }[];
  ResponseHeadersPolicyId?: string;
};

type ErrorPage = { ErrorCode: number; ResponseCode?: number; ResponsePagePath?: string };

/** What of a viewer's request reaches the bucket with the cache policy that the CDK calls CACHING_OPTIMIZED. */
const ONWARD = ['if-none-match', 'if-modified-since', 'range'];
/** What of the bucket's answer reaches the viewer. */
const BACK = [
  'accept-ranges',
  'cache-control',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
];

/**
 * @param with.address where S3 is asked
 * @throws TemplateRefused for an origin that is no bucket of the stack
 */
export function createDistribution(
  stack: Stack,
  logicalId: string,
  { address, keyValues }: { address: string; keyValues: KeyValueStores },
): Distribution {
  const { properties } = stack.ofType('AWS::CloudFront::Distribution').find((each) => each.logicalId === logicalId)!;
  const {
    Origins = [],
    DefaultCacheBehavior = {},
    CustomErrorResponses = [],
  } = properties['DistributionConfig'] as {
    Origins?: { DomainName: string }[];
    DefaultCacheBehavior?: Behaviour;
    CustomErrorResponses?: ErrorPage[];
  };
  const bucket = bucketOf(stack, logicalId, Origins);
  const edge = edgeFunctions(stack, DefaultCacheBehavior, keyValues);
  const added = headersOf(stack, DefaultCacheBehavior.ResponseHeadersPolicyId);
  const methods = DefaultCacheBehavior.AllowedMethods ?? ['GET', 'HEAD'];
  const context = { distributionId: stack.identity(logicalId).ref, requestId: '' };

  return async (request) => {
    const { method } = request;
    if (!methods.includes(method))
      return new Response('This distribution is not configured to allow this.', { status: 403 });
    const url = new URL(request.url);
    const asked = {
      method,
      uri: url.pathname,
      querystring: Object.fromEntries([...url.searchParams].map(([name, value]) => [name, { value }])),
      headers: edgeHeaders(request.headers),
      cookies: {},
    };
    const event = {
      version: '1.0',
      context: { ...context, requestId: randomUUID() },
      viewer: { ip: '127.0.0.1' },
    } as const;
    const first = (await edge('viewer-request')?.({ ...event, request: asked })) ?? asked;
    if ('statusCode' in first) return answerOf(first, added, method);
    const asset = await fetch(`${address}/${bucket}${first.uri}`, {
      method: method === 'HEAD' ? 'HEAD' : 'GET',
      headers: Object.fromEntries(
        ONWARD.flatMap((name) => (first.headers[name] ? [[name, first.headers[name].value]] : [])),
      ),
    });
    // CloudFront fetches an error's page from the origin without asking the edge functions again.
    const page = CustomErrorResponses.find((each) => each.ErrorCode === asset.status && each.ResponsePagePath);
    const instead = page && (await fetch(`${address}/${bucket}${page.ResponsePagePath}`));
    const origin = instead?.ok ? instead : asset;
    const status = instead?.ok ? (page?.ResponseCode ?? asset.status) : asset.status;
    const body = new Uint8Array(await origin.arrayBuffer());
    const kept = new Headers(
      BACK.flatMap((name) => (origin.headers.get(name) ? [[name, origin.headers.get(name)!] as [string, string]] : [])),
    );
    const response: EdgeResponse = { statusCode: status, headers: edgeHeaders(kept) };
    const last = ((await edge('viewer-response')?.({ ...event, request: first, response })) ??
      response) as EdgeResponse;
    return answerOf(last, added, method, body);
  };
}

function bucketOf(stack: Stack, logicalId: string, origins: { DomainName: string }[]): string {
  const [origin, ...others] = origins;
  const found = stack
    .ofType('AWS::S3::Bucket')
    .map((each) => stack.identity(each.logicalId))
    .find(({ attributes }) => attributes['RegionalDomainName'] === origin?.DomainName);
  if (found && others.length === 0) return found.name;
  throw new TemplateRefused([
    `${logicalId} (AWS::CloudFront::Distribution): one origin is run, a bucket of this stack`,
  ]);
}

function edgeFunctions(stack: Stack, { FunctionAssociations = [] }: Behaviour, keyValues: KeyValueStores) {
  const loaded = new Map<string, EdgeFunction>();
  for (const { EventType, FunctionARN } of FunctionAssociations) {
    const found = stack
      .ofType('AWS::CloudFront::Function')
      .find((each) => stack.identity(each.logicalId).attributes['FunctionARN'] === FunctionARN);
    if (!found) throw new TemplateRefused([`${FunctionARN}: this edge function is not in the stack`]);
    const { FunctionCode, FunctionConfig } = found.properties as {
      FunctionCode: string;
      FunctionConfig: { KeyValueStoreAssociations?: { KeyValueStoreARN: string }[] };
    };
    const store = FunctionConfig.KeyValueStoreAssociations?.[0]?.KeyValueStoreARN ?? '';
    const value = (key: string) => keyValues.get(store, key);
    loaded.set(EventType, loadEdgeFunction(FunctionCode, { at: found.logicalId, value }));
  }
  return (type: 'viewer-request' | 'viewer-response') => loaded.get(type);
}

const edgeHeaders = (headers: Headers): EdgeHeaders =>
  Object.fromEntries([...headers].map(([name, value]) => [name, { value }]));

/** What a response headers policy adds. Strict-Transport-Security is left out: here nothing speaks TLS. */
function headersOf(stack: Stack, id: string | undefined): [string, string][] {
  const policy = stack
    .ofType('AWS::CloudFront::ResponseHeadersPolicy')
    .find(({ logicalId }) => stack.identity(logicalId).ref === id);
  const { SecurityHeadersConfig = {}, CustomHeadersConfig } = (policy?.properties['ResponseHeadersPolicyConfig'] ??
    {}) as {
    SecurityHeadersConfig?: Record<string, Properties>;
    CustomHeadersConfig?: { Items: { Header: string; Value: string }[] };
  };
  const headers: [string, unknown][] = [
    ['content-security-policy', SecurityHeadersConfig['ContentSecurityPolicy']?.['ContentSecurityPolicy']],
    ['x-content-type-options', SecurityHeadersConfig['ContentTypeOptions'] && 'nosniff'],
    ['x-frame-options', SecurityHeadersConfig['FrameOptions']?.['FrameOption']],
    ['referrer-policy', SecurityHeadersConfig['ReferrerPolicy']?.['ReferrerPolicy']],
    ...(CustomHeadersConfig?.Items ?? []).map(({ Header, Value }): [string, unknown] => [Header, Value]),
  ];
  return headers.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
}

const NO_BODY = [204, 304];

function answerOf(
  { statusCode, headers = {}, body }: EdgeResponse,
  added: [string, string][],
  method: string,
  origin?: Uint8Array,
): Response {
  const all = new Headers([
    ...Object.entries(headers).map(([name, { value }]) => [name, value] as [string, string]),
    ...added,
  ]);
  const written =
    typeof body === 'object' ? Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8') : body;
  const sent =
    NO_BODY.includes(statusCode) || method === 'HEAD' ? null : ((origin ?? written ?? null) as BodyInit | null);
  return new Response(sent, { status: statusCode, headers: all });
}
