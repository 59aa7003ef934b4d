// Builds small stacks for the engine's tests: templates by hand, handlers bundled to asset folders as the CDK leaves them.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Engine, type EngineOptions, startEngine } from '../../../infra/local/engine/engine.ts';

type Resources = Record<string, { Type: string; Properties?: Record<string, unknown> }>;

const engines: Engine[] = [];
const folders: string[] = [];

/** A folder that `cleanUp` removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'engine-test-'));
  folders.push(folder);
  return folder;
}

/** Writes a cloud assembly whose assets are these handlers (the text of a module that exports `handler`). */
export function assemblyOf(handlers: Record<string, string>): string {
  const folder = temporaryFolder();
  const files: Record<string, unknown> = {};
  for (const [name, contents] of Object.entries(handlers)) {
    buildSync({
      stdin: { contents, resolveDir: process.cwd() },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(folder, `asset.${name}`, 'index.mjs'),
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { current: { objectKey: `${name}.zip` } },
    };
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Test.assets.json'), JSON.stringify({ version: '1', files }));
  return folder;
}

export function lambda(asset: string, properties: Record<string, unknown> = {}) {
  const Code = { S3Bucket: { 'Fn::Join': ['-', ['assets', { Ref: 'AWS::AccountId' }]] }, S3Key: `${asset}.zip` };
  return {
    Type: 'AWS::Lambda::Function',
    Properties: { Code, Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 10, MemorySize: 256, ...properties },
  };
}

export function queue(properties: Record<string, unknown> = {}) {
  return { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 10, ...properties } };
}

export function mapping(queueId: string, functionId: string, properties: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arnOf(queueId), FunctionName: { Ref: functionId }, BatchSize: 10, ...properties },
  };
}

export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** Starts an engine that `cleanUp` closes. `said` collects what functions write, line by line. */
export async function start(
  Resources: Resources,
  options: Partial<EngineOptions> & { handlers?: Record<string, string> } = {},
): Promise<Engine & { said: string[]; events: { kind: string; [key: string]: unknown }[] }> {
  const { handlers = {}, ...rest } = options;
  const said: string[] = [];
  const events: { kind: string; [key: string]: unknown }[] = [];
  const engine = await startEngine({
    template: { Resources: withRoles(Resources) },
    assetsDir: rest.assetsDir ?? assemblyOf(handlers),
    secrets: {},
    onLog: ({ text }) => said.push(text),
    onEvent: (event) => events.push(event),
    ...rest,
  });
  engines.push(engine);
  return Object.assign(engine, { said, events });
}

/** Gives a role that may do everything to each function and schedule that names none. */
export function withRoles(resources: Resources): Resources {
  const open = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const given = Object.entries(resources).map(([id, { Type, Properties = {} }]) => {
    const target = Properties['Target'] as object | undefined;
    if (Type === 'AWS::Lambda::Function')
      return [id, { Type, Properties: { Role: arnOf('Everything'), ...Properties } }];
    if (Type !== 'AWS::Scheduler::Schedule') return [id, { Type, Properties }];
    return [id, { Type, Properties: { ...Properties, Target: { RoleArn: arnOf('Everything'), ...target } } }];
  });
  return {
    ...Object.fromEntries(given),
    Everything: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'open', PolicyDocument: open }] } },
  };
}

/** Waits until `condition` holds. The test's own time limit ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((go) => setTimeout(go, 10));
}

export async function cleanUp(): Promise<void> {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** What an SDK client needs to reach an engine. */
export const clientOf = (engine: Engine) => ({
  region: 'eu-west-2',
  endpoint: engine.endpoint,
  credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
});

export const urlOf = (engine: Engine, logicalId: string): string => engine.resources.get(logicalId)?.physicalId ?? '';
