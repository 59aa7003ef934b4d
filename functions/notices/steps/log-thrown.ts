import type { Logger } from '@aws-lambda-powertools/logger';
import type { Key } from '../../shared/ids.ts';
import { errorForLog } from '../../shared/log.ts';

/** Says that something was thrown for one of several notices that are worked on together. */
export type LogThrown = (notice: Key, error: unknown) => void;

export const logThrownOn =
  (logger: Logger): LogThrown =>
  (notice, error) =>
    logger.error('notice failed', { notice, ...errorForLog(error) });
