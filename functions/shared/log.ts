import { Logger } from '@aws-lambda-powertools/logger';

/**
 * The logger of one function. Lines hold references, codes and counts only: no names, numbers, addresses or free text.
 * @param serviceName the function's verb-noun, the same as its folder, construct and alarm.
 */
export const loggerFor = (serviceName: string): Logger => new Logger({ serviceName });

/** An error as it may be logged: its name, code and place, without its text, which may hold personal data. */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, $metadata } = error as { code?: string; $metadata?: { httpStatusCode?: number } };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    code,
    status: $metadata?.httpStatusCode,
    at: frames.slice(0, 4).map((line) => line.trim()),
  };
}
