import middy from '@middy/core';
import { readEnv } from '../../shared/env.ts';
import { loggerFor } from '../../shared/log.ts';
import { busFacts, once, sqsWorker } from '../../shared/sqs-worker.ts';
import { ourCatalogue } from '../families/our-catalogue.ts';
import { buildDeps, type Deps } from './deps.ts';
import { ENV } from './env.ts';
import { warningOfHolidays } from './holidays-ahead.ts';
import { type PlanFact, readFact } from './plan-fact.ts';
import { planNotices } from './plan-notices.ts';

const logger = loggerFor('plan-notices');
const warnOfHolidays = warningOfHolidays((what, details) => logger.warn(what, details));

export const handler = middy(
  sqsWorker<Deps, PlanFact>({
    logger,
    deps: once(() => buildDeps(readEnv(ENV, process.env), warnOfHolidays)),
    split: busFacts,
    parse: (json) => readFact(json, ourCatalogue),
    core: (deps, { body, receiveCount }) => planNotices(deps, { fact: body, receiveCount }),
  }),
);
