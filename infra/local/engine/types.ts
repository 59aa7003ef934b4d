// What the engine is given, and what it offers to the program that started it.

import type { AlarmState } from './alarms/alarms.ts';
import type { Clock } from './clock.ts';
import type { Call } from './front-proxy.ts';
import type { Grant } from './grants/gate.ts';
import type { QueueState } from './sqs/queues.ts';
import type { IdleOptions } from './sqs/work.ts';
import type { NotRun } from './stack/check-template.ts';
import type { UnkindOptions } from './unkind/unkind.ts';

export type StoredObject = { bucket: string; key: string; body: Buffer };

export type EngineOptions = {
  template: object;
  /** The cloud assembly (cdk.out) that the template's code assets lie in. */
  assetsDir: string;
  /** Values of secrets, by the beginning of their logical id. */
  secrets: Record<string, string>;
  /** Keeps state in this folder; without one, in memory. */
  dataDir?: string;
  stackName?: string;
  parameters?: Record<string, string>;
  /** Each line that a function writes, with the function's logical id. */
  onLog?: (line: { fn: string; text: string }) => void;
  /** What the engine did: references and names only, never what a message holds. */
  onEvent?: (event: { kind: string; [key: string]: unknown }) => void;
  /** Each AWS call of a function or of the operator, with its body (S3's without), before it is answered. */
  onCall?: (call: Call & { body?: Buffer }) => void;
  /** Each object that is stored by one call, by its bucket's logical id, before its writer hears of it. */
  onObject?: ((object: StoredObject) => void) | undefined;
  /** Queues and tables as AWS promises them and no kinder. State is in memory then. */
  unkind?: UnkindOptions | undefined;
  /** The data folder is a copy of another: called before any work is done, with what asks the first HTTP API. */
  onCopied?: (ask: (request: Request) => Promise<Response>) => Promise<void>;
  /** The variable that tells functions by how many milliseconds their clock is ahead; without it no function's is. */
  clockVariable?: string;
};

export const SERVICES = ['sqs', 'dynamodb', 'eventbridge', 's3', 'secretsmanager', 'lambda'] as const;

export type Engine = {
  /** Base URL of the first HTTP API; empty if the stack has none. */
  apiUrl: string;
  /** Base URL of the first CloudFront distribution; empty if the stack has none. */
  siteUrl: string;
  /** The front proxy, for SDK clients of the operator. */
  endpoint: string;
  resources: Map<string, { type: string; physicalId: string }>;
  outputs: Record<string, string>;
  calls(): Record<(typeof SERVICES)[number], number>;
  callsByOperation(): Record<string, number>;
  queues(): QueueState[];
  /** Nothing is visible, in flight or delayed in a queue that a function reads, and nothing runs. */
  idle(options?: IdleOptions): boolean;
  untilIdle(options?: IdleOptions): Promise<void>;
  /** Answers a request to the first HTTP API without a network. */
  handleHttp(request: Request): Promise<Response>;
  /** Base URL of the first function URL; empty if the stack has none. */
  functionUrl: string;
  /** Answers a request to the first function URL without a network. */
  handleFunctionUrl(request: Request): Promise<Response>;
  /** Invokes a function and waits. @throws InvocationFailed */
  invoke(logicalId: string, event: unknown): Promise<unknown>;
  /** Kills the workers of a function (SIGKILL). */
  kill(logicalId: string): void;
  /** The clock of schedules and functions. */
  clock: Clock;
  /** While it is on, each invocation of the function kills its worker: an outage. */
  breaks(logicalId: string, on: boolean): void;
  /** Refuses each n-th call of functions to a service, as AWS does now and then; 0 refuses none any more. */
  troubles(service: 'dynamodb' | 's3', every: number): void;
  /** What the template lets its roles do, and which of it was ever needed. */
  grants(): Grant[];
  /** The template's alarms, and when each rang. */
  alarms(): AlarmState[];
  notRun: NotRun[];
  close(): Promise<void>;
};
