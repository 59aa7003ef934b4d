import { objects } from '../../shared/aws.ts';
import { clockFrom } from '../../shared/clock.ts';
import type { Env } from '../../shared/env.ts';
import { readJson } from '../../shared/env-json.ts';
import { factsOn } from '../facts/bucket.ts';
import type { Problem } from '../facts/fact.ts';
import { factsCouncil } from '../settings.ts';
import type { ENV } from './env.ts';
import { type Deps, keepTogether } from './record-facts.ts';

export const buildDeps = async (env: Env<typeof ENV>, tell: (problem: Problem) => void): Promise<Deps> => ({
  keep: keepTogether(factsOn(objects(), env.FACTS_BUCKET)),
  council: readJson('FACTS_COUNCIL', env.FACTS_COUNCIL, factsCouncil),
  now: clockFrom(env),
  tell,
});
