// What CloudWatch keeps of a metric: sums and extremes of each minute.

export const MINUTE_MS = 60_000;
/** Longer than any period that an alarm may look at. */
const KEPT_MINUTES = 2 * 24 * 60;

/** A metric as a template writes it. */
export type MetricName = { namespace: string; name: string; dimensions?: Record<string, string> };

export type Statistic = 'Sum' | 'Maximum' | 'Minimum' | 'Average' | 'SampleCount';

type Minute = { sum: number; max: number; min: number; count: number };

export type Metrics = {
  put(metric: MetricName, at: number, value: number): void;
  /** Undefined where nothing was put from `from` up to `to`, both in epoch milliseconds. */
  read(metric: MetricName, statistic: Statistic, span: { from: number; to: number }): number | undefined;
};

const keyOf = ({ namespace, name, dimensions = {} }: MetricName): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);

const figures: Record<Statistic, (minutes: Minute[]) => number> = {
  Sum: (minutes) => minutes.reduce((sum, each) => sum + each.sum, 0),
  SampleCount: (minutes) => minutes.reduce((count, each) => count + each.count, 0),
  Maximum: (minutes) => Math.max(...minutes.map(({ max }) => max)),
  Minimum: (minutes) => Math.min(...minutes.map(({ min }) => min)),
  Average: (minutes) => figures.Sum(minutes) / figures.SampleCount(minutes),
};

export function openMetrics(): Metrics {
  const series = new Map<string, Map<number, Minute>>();
  return {
    put(metric, at, value) {
      const key = keyOf(metric);
      const minutes = series.get(key) ?? new Map<number, Minute>();
      series.set(key, minutes);
      const minute = Math.floor(at / MINUTE_MS);
      const { sum, max, min, count } = minutes.get(minute) ?? { sum: 0, max: value, min: value, count: 0 };
      minutes.set(minute, {
        sum: sum + value,
        max: Math.max(max, value),
        min: Math.min(min, value),
        count: count + 1,
      });
      for (const old of minutes.keys()) {
        if (old >= minute - KEPT_MINUTES) break;
        minutes.delete(old);
      }
    },
    read(metric, statistic, { from, to }) {
      const minutes = [...(series.get(keyOf(metric)) ?? [])].filter(
        ([minute]) => minute * MINUTE_MS >= from && minute * MINUTE_MS < to,
      );
      return minutes.length > 0 ? figures[statistic](minutes.map(([, each]) => each)) : undefined;
    },
  };
}
