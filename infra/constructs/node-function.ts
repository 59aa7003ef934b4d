import { Duration, RemovalPolicy, Size, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Env } from '../../functions/shared/env.ts';
import type { Grade } from '../config/grades.ts';
import type { Platform } from '../platform.ts';
import { EACH_MINUTE, type Operated } from './alarms.ts';
import { bundleOf, HANDLER } from './bundle.ts';

/** A function's variables, given together with its grants: each `bind` call grants the role and returns the value. */
export type Bind<Names extends readonly string[]> = (role: Role) => Env<Names>;

/**
 * A word that a function says when somebody must look. One that is said again and again for as long as it holds has an alarm that rests
 * when it was not said for so long; where several share an alarm, for as long as the slowest asks for.
 */
export type Cry = string | { impact: string; grade?: Grade; restsAfter?: Duration };

/** How one function is sized and what its alarms say. */
export type FunctionSpec = Operated & {
  /** The function's folder, with a `handler.ts`, from the project's root or absolute. */
  folder: string;
  timeoutSeconds: number;
  memoryMb: number;
  /** Words that this function logs when someone must be woken, each with its own impact. */
  cries?: Readonly<Record<string, Cry>>;
  /** Folders whose files it reads at run time, from the project's root: they lie under the same paths in its code. */
  files?: readonly string[];
  /** Room in /tmp; Lambda's own 512 MB where it is left out. */
  scratchMb?: number;
  /** Where V8 shall collect sooner than `memoryMb`, which also buys CPU, makes it. */
  heapMb?: { young: number; old: number };
  /** It stands in a circle of functions that wake each other through queues, and each chain of them ends by itself. */
  inCircle?: true;
};

export type FunctionProps<Names extends readonly string[]> = {
  platform: Platform;
  spec: FunctionSpec;
  /** The list in the function's own `env.ts`. */
  env: Names;
  environment: Bind<Names>;
  /** How many run at once; as many as the account has left where it is left out. */
  atOnce?: number;
  /** Where its failures are seen without an alarm of their own: dead letters, or answers with 5xx. */
  failsInto?: 'queue' | 'api' | 'url';
};

// Error stacks then name our files and lines. Costs 12 ms of a cold start, and 75 ms at the first error.
const READABLE_STACKS = '--enable-source-maps';

/**
 * Node's options for a function. Lambda limits the heap by its memory only where there are none. What is in flight with a
 * batch outlives a young generation of V8's own 16 MB, and is copied again and again: semi-spaces of an eighth of the memory,
 * of which there may be three, are room enough. With half of it for what is old, an eighth is left for Node itself.
 */
export const nodeOptions = ({ memoryMb, heapMb }: Pick<FunctionSpec, 'memoryMb' | 'heapMb'>): string[] => {
  const { young, old } = heapMb ?? { young: memoryMb / 8, old: memoryMb / 2 };
  return [READABLE_STACKS, `--max-semi-space-size=${young}`, `--max-old-space-size=${old}`];
};

/** A function with a role of its own that may do nothing but what its `environment` binds, its log and its alarms. */
export class NodeFunction<Names extends readonly string[]> extends Construct {
  readonly role: Role;
  readonly lambda: LambdaFunction;

  constructor(
    scope: Construct,
    id: string,
    { platform, spec, env, environment, atOnce, failsInto }: FunctionProps<Names>,
  ) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'log', {
      retention: platform.stage.log_days,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    // By hand, because AWS's managed policy lets a function write to every log of the account.
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.lambda = new LambdaFunction(this, 'function', {
      code: bundleOf(this, spec.folder, { files: spec.files, isTraced: platform.stage.tracing }),
      handler: HANDLER,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.seconds(spec.timeoutSeconds),
      memorySize: spec.memoryMb,
      ...(atOnce ? { reservedConcurrentExecutions: atOnce } : {}),
      ...(spec.inCircle ? { recursiveLoop: RecursiveLoop.ALLOW } : {}), // Lambda stops a chain after about 16 turns
      ...(spec.scratchMb ? { ephemeralStorageSize: Size.mebibytes(spec.scratchMb) } : {}),
      description: spec.runbook,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Two lines for each invocation that went well would cost more than all that the functions log; its time is a metric.
      systemLogLevelV2: SystemLogLevel.WARN,
      ...(platform.stage.tracing ? { tracing: Tracing.ACTIVE } : {}),
      environment: { ...exactly(env, environment(this.role), spec.folder), NODE_OPTIONS: nodeOptions(spec).join(' ') },
    });
    if (platform.stage.tracing)
      Validations.of(this.role).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'X-Ray takes traces of no narrower name.',
      });
    const { impact, runbook, grade, cries = {} } = spec;
    // All routes together answer with 5xx for minutes before that wakes: what stops messages is looked at by itself.
    if (!failsInto || (failsInto === 'api' && grade === 'wake')) {
      const metric = this.lambda.metricErrors({ period: EACH_MINUTE });
      platform.alarms.raise(this, 'errors', { metric, above: 0, impact, runbook, grade });
    }
    if (atOnce) {
      const metric = this.lambda.metricThrottles({ period: EACH_MINUTE });
      platform.alarms.raise(this, 'throttles', { metric, above: 0, periods: 5, impact, runbook, grade });
    }
    for (const group of heardTogether(cries, grade)) {
      const what = group.length === 1 ? group[0]!.word : group[0]!.grade;
      const [metric] = group.map(({ word }) =>
        logGroup
          .addMetricFilter(word, {
            filterPattern: FilterPattern.stringValue('$.message', '=', word),
            metricNamespace: `Crier/${Stack.of(this).stackName}`,
            metricName: `${runbook}/${what}`,
          })
          .metric({ period: longest(group.map(({ restsAfter }) => restsAfter)), statistic: 'Sum' }),
      );
      platform.alarms.raise(this, what, {
        metric: metric!,
        above: 0,
        impact: group.length === 1 ? group[0]!.impact : impactOf(group),
        runbook,
        grade: group[0]!.grade,
      });
    }
  }
}

type Word = { word: string; impact: string; grade: Grade; restsAfter: Duration };

/** A word that wakes has an alarm of its own; the others of one grade share one, since an alarm costs as much as any other each month. */
function heardTogether(cries: Readonly<Record<string, Cry>>, grade: Grade): Word[][] {
  const words = Object.entries(cries).map(([word, cry]) => ({
    ...{ word, grade, restsAfter: EACH_MINUTE },
    ...(typeof cry === 'string' ? { impact: cry } : cry),
  }));
  return [...Map.groupBy(words, (each) => (each.grade === 'wake' ? each.word : each.grade)).values()];
}

const impactOf = (words: readonly Word[]): string =>
  ['Its log has one of these words.', ...words.map(({ word, impact }) => `${word}: ${impact}`)].join(' ');

const longest = (durations: readonly Duration[]): Duration =>
  durations.reduce((one, other) => (one.toSeconds() < other.toSeconds() ? other : one));

/** TypeScript lets a spread bring in more than the list has; that is refused here. */
function exactly<Names extends readonly string[]>(names: Names, given: Env<Names>, folder: string): Env<Names> {
  const more = Object.keys(given).filter((name) => !names.includes(name));
  const missing = names.filter((name) => !(name in given));
  if (more.length + missing.length === 0) return given;
  throw new Error(`${folder}/env.ts and its construct differ: missing [${missing}], not asked for [${more}]`);
}
