// The stack's Lambda functions: what each runs, with which environment, and its pool of workers.

import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { text } from '../stack/identities.ts';
import type { Stack } from '../stack/stack.ts';
import { type Properties, REGION, type Resource, TemplateRefused } from '../stack/template.ts';
import { createPool, type Pool } from './workers/pool.ts';

export type Functions = {
  /** By ARN (with or without a qualifier) or name. @throws if it is not in the stack. */
  byRef(ref: string): Pool;
  byLogicalId(logicalId: string): Pool;
  all(): Pool[];
  /** What a variable is in the functions that have it; undefined where none has. */
  variable(name: string): string | undefined;
  /** Sets it in all that have it. */
  setVariable(name: string, value: string): void;
  close(): Promise<void>;
  /** The function whose credentials these are. */
  byAccessKey(accessKeyId: string): Pool | undefined;
};

/** Lambda has 1,000 at once; one machine has a few. A smaller ReservedConcurrentExecutions counts. */
const MOST_WORKERS = 10;

export function createFunctions(
  stack: Stack,
  options: {
    endpoint: string;
    assets: Map<string, string>;
    skip: Set<string>;
    onLog(line: { fn: string; text: string }): void;
    onInvocation(): void;
  },
): Functions {
  const pools = new Map<string, Pool>();
  const byName = new Map<string, Pool>();
  const byKey = new Map<string, Pool>();
  const problems: string[] = [];
  for (const resource of stack.ofType('AWS::Lambda::Function')) {
    const { logicalId, properties } = resource;
    if (options.skip.has(logicalId)) continue;
    const { name, attributes } = stack.identity(logicalId);
    const codeDir = codeOf(resource, options.assets, problems);
    if (!codeDir) continue;
    const credentials = credentialsOf(name);
    const spec = {
      logicalId,
      name,
      arn: attributes['Arn'] ?? '',
      handler: text(properties, 'Handler') ?? '',
      codeDir,
      timeoutMs: Number(properties['Timeout'] ?? 3) * 1000,
      memoryMb: Number(properties['MemorySize'] ?? 128),
    };
    const environment = {
      ...awsEnvironment(spec, options.endpoint),
      ...credentials.environment,
      ...variablesOf(properties),
    };
    const reserved = Number(properties['ReservedConcurrentExecutions'] ?? MOST_WORKERS);
    const pool = createPool(
      { ...spec, environment },
      {
        max: Math.min(MOST_WORKERS, reserved),
        onLine: (line) => options.onLog({ fn: logicalId, text: line }),
        onInvocation: options.onInvocation,
      },
    );
    pools.set(logicalId, pool);
    byName.set(name, pool);
    byKey.set(credentials.accessKeyId, pool);
  }
  if (problems.length) throw new TemplateRefused(problems);
  return {
    byRef: (ref) => {
      const pool = byName.get(ref.replace(/^arn:aws:lambda:[^:]*:[^:]*:function:/, '').split(':')[0] ?? '');
      if (!pool) throw new Error(`There is no function ${ref} in the stack that the engine runs`);
      return pool;
    },
    byLogicalId: (logicalId) => {
      const pool = pools.get(logicalId);
      if (!pool)
        throw new Error(`There is no function ${logicalId} in the stack. There are: ${[...pools.keys()].join(', ')}`);
      return pool;
    },
    all: () => [...pools.values()],
    variable: (name) =>
      [...pools.values()].map(({ spec }) => spec.environment[name]).find((each) => each !== undefined),
    setVariable: (name, value) => {
      for (const pool of pools.values()) if (pool.spec.environment[name] !== undefined) pool.setVariable(name, value);
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
    byAccessKey: (accessKeyId) => byKey.get(accessKeyId),
  };
}

function codeOf(
  { logicalId, properties }: Resource,
  assets: Map<string, string>,
  problems: string[],
): string | undefined {
  const code = (properties['Code'] ?? {}) as { S3Key?: string };
  const folder = assets.get(code.S3Key ?? '');
  if (!folder)
    problems.push(
      `${logicalId} (AWS::Lambda::Function): Code.S3Key ${code.S3Key} is not among the assets of the assembly`,
    );
  return folder;
}

/** Each function has credentials of its own, so that the front proxy knows which one calls. */
function credentialsOf(name: string) {
  const digest = createHash('sha256').update(name).digest('hex').toUpperCase();
  const accessKeyId = `LKIA${digest.slice(0, 16)}`;
  return { accessKeyId, environment: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: digest.slice(16, 56) } };
}

/** What Lambda sets, and where the SDK finds the engine. An IP address makes the S3 client use path-style URLs. */
function awsEnvironment(
  spec: { name: string; arn: string; handler: string; codeDir: string; memoryMb: number },
  endpoint: string,
): Record<string, string> {
  const { NODE_COMPILE_CACHE } = process.env;
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: tmpdir(),
    TMPDIR: tmpdir(),
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
    AWS_ENDPOINT_URL_SSM: endpoint,
    // Its client puts the account before the host, which an IP address does not take: see workers/runtime.mjs.
    AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE: endpoint.replace('127.0.0.1', 'localhost'),
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LOCAL_FUNCTION_ARN: spec.arn,
    LAMBDA_TASK_ROOT: spec.codeDir,
    _HANDLER: spec.handler,
    ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), // not on Lambda: a worker starts in two thirds of the time
  };
}

function variablesOf(properties: Properties): Record<string, string> {
  const { Variables } = (properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
  return Object.fromEntries(Object.entries(Variables ?? {}).map(([name, value]) => [name, String(value)]));
}
