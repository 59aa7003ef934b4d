import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EACH_MINUTE } from './alarms.ts';
import { type FunctionProps, NodeFunction } from './node-function.ts';

type UrlFunctionProps<Names extends readonly string[]> = FunctionProps<Names> & {
  /** How many run at once. A URL admits ten requests a second for each: it has no other limit. */
  atOnce: number;
};

/**
 * A function with an address of its own, for a caller that comes so often that an HTTP API would cost more than all that the
 * function does. It checks its caller by itself, as every function behind the HTTP API does.
 */
export class UrlFunction<Names extends readonly string[]> extends NodeFunction<Names> {
  /** Ends with a slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, { atOnce, ...props }: UrlFunctionProps<Names>) {
    super(scope, id, { ...props, atOnce, failsInto: 'url' });
    this.url = this.lambda.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
    const { impact, runbook, grade } = props.spec;
    const metric = this.lambda.metric('Url5xxCount', { period: EACH_MINUTE, statistic: 'Sum' });
    props.platform.alarms.raise(this, 'server-errors', { metric, above: 0, periods: 3, impact, runbook, grade });
  }
}
