import { SMOKE_TEST } from '../../../contracts/smoke-test.ts';
import { councils } from '../../../infra/config/councils.ts';
import type { StageName } from '../../../infra/config/types.ts';
import { findCrier, type OfficersApi, officersApi } from '../officers-api.ts';
import { type Running, runningHere, STARTS } from '../running.ts';
import { WrongUsage } from '../trouble.ts';

/** What a smoke test is done with. */
export type SmokePlace = {
  officers: OfficersApi;
  url: URL;
  sourceToken: string;
  /** Null where nobody has said where it is. */
  site: string | null;
  /** Whose phone rings. */
  mobile: string;
  /** What this test is called, and its file. */
  ref: string;
};

/**
 * A number of GOV.UK Notify's own for tests: it checks a message to it, and stores and sends nothing.
 * https://docs.notifications.service.gov.uk/rest-api.html#smoke-testing
 */
const NOBODY = '07700900000';

type Given = { url?: string; token?: string; site?: string; stack?: string; 'source-token'?: string };

/** @throws WrongUsage where the token of its source is not known. */
export async function smokePlace(given: Given, env: NodeJS.ProcessEnv = process.env): Promise<SmokePlace> {
  const { url } = await findCrier(given);
  const running = (await runningHere(STARTS)).find((each) => new URL(each.url).origin === url.origin);
  const sourceToken = given['source-token'] ?? (env['CRIER_SOURCE_TOKEN'] || (running && `local-${SMOKE_TEST}`));
  if (!sourceToken)
    throw new WrongUsage(
      `Which token has ${SMOKE_TEST}? Give --source-token or CRIER_SOURCE_TOKEN; npm run crier -- rotate sources/${SMOKE_TEST} makes one.`,
    );
  return {
    ...{ officers: officersApi(given), url, sourceToken },
    site: given.site ?? (env['CRIER_SITE'] || running?.site || null),
    mobile: testerOf(given.stack ?? (env['CRIER_STACK'] || undefined), running),
    ref: `SMOKE-${new Date().toISOString().replace(/\D/g, '')}`,
  };
}

/** The first number on the list of a stage: `crier-<council>-<stage>`. */
function testerOf(stack: string | undefined, running: Running | undefined): string {
  const [, id, stage] = /^crier-([a-z]+)-([a-z]+)$/.exec(running?.aws?.stack ?? stack ?? '') ?? [];
  const stages = councils.find((each) => each.id === id)?.stages;
  const list = stages && Object.hasOwn(stages, stage!) ? stages[stage as StageName].allow_list : [];
  return list.find((each) => !each.includes('@')) ?? NOBODY;
}
