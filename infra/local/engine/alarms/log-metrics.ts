// Metric filters: what a function's log lines count for.

import type { Stack } from '../stack/stack.ts';
import type { Properties } from '../stack/template.ts';
import type { Metrics } from './metrics.ts';

type Transformation = { MetricNamespace: string; MetricName: string; MetricValue: string };
type Filter = { message: string; to: Transformation };

/** `{ $.message = "overdue" }`: the one kind that is run (`stack/resource-types/alarms.ts`). */
const messageOf = (pattern: unknown): string => String(pattern).split('"')[1]!;

/**
 * Puts what a line of a function counts for.
 * @returns takes one line at a time, with the logical id of its function.
 */
export function openLogMetrics(stack: Stack, metrics: Metrics, now: () => number) {
  const filters = filtersOf(stack);
  return ({ fn, text }: { fn: string; text: string }): void => {
    const own = filters.get(fn);
    if (!own) return;
    const line = lineOf(text);
    for (const { message, to } of own) {
      if (line?.['message'] !== message) continue;
      const value = to.MetricValue.startsWith('$.') ? line[to.MetricValue.slice(2)] : to.MetricValue;
      if (Number.isFinite(Number(value)))
        metrics.put({ namespace: to.MetricNamespace, name: to.MetricName }, now(), Number(value));
    }
  };
}

function filtersOf(stack: Stack): Map<string, Filter[]> {
  const found = new Map<string, Filter[]>();
  const functions = stack.ofType('AWS::Lambda::Function');
  for (const { properties } of stack.ofType('AWS::Logs::MetricFilter')) {
    const message = messageOf(properties['FilterPattern']);
    const fn = functions.find((each) => logGroupOf(each.properties) === properties['LogGroupName'])?.logicalId;
    if (!fn) continue;
    const filters = (properties['MetricTransformations'] as Transformation[]).map((to) => ({ message, to }));
    found.set(fn, [...(found.get(fn) ?? []), ...filters]);
  }
  return found;
}

const logGroupOf = (properties: Properties): unknown =>
  (properties['LoggingConfig'] as { LogGroup?: unknown } | undefined)?.LogGroup;

function lineOf(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null; // a line that only begins like one of ours counts for nothing, as on AWS
  }
}
