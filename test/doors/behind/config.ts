// What councils and stages are configured with, and what functions and the sandbox are told at their start.
import { readSources } from '../../../functions/intake/receive-events/deps.ts';
import { readSettings } from '../../../functions/notices/rules/settings.ts';
import { checkTokens } from '../../../functions/shared/bearer.ts';
import { clockFrom } from '../../../functions/shared/clock.ts';
import { readEnv } from '../../../functions/shared/env.ts';
import { keysWith } from '../../../functions/shared/ids.ts';
import { checkCouncil } from '../../../infra/config/check.ts';
import { settingsOf, unsetOf } from '../../../infra/config/councils.ts';
import type { Council } from '../../../infra/config/types.ts';
import { parseFaults } from '../../../infra/local/notify/misbehaving/faults.ts';
import { parseWorld } from '../../../infra/local/notify/world/world.ts';
import type { Behind } from '../door.ts';

const READERS = {
  council: (given: unknown) => {
    const council = checkCouncil(given as Council);
    const stages = ['local', 'test', 'production'] as const;
    return stages.map((stage) => [settingsOf(council, stage), unsetOf(council, stage)]);
  },
  settings: (given: unknown) => readSettings(given as string),
  sources: (given: unknown) => readSources(given as string),
  tokens: (given: unknown) => checkTokens('SOURCES_SECRET', given as Record<string, unknown>),
  key: (given: unknown) => typeof keysWith(given as string),
  clock: (given: unknown) => clockFrom({ CLOCK_SHIFT_MS: given as string })() > 0,
  env: (given: unknown) => readEnv(['COUNCIL', 'SETTINGS'], given as Record<string, string>),
  world: (given: unknown) => parseWorld(given).services.length,
  faults: (given: unknown) => parseFaults(given).length,
};

export type Kind = keyof typeof READERS;
/** `name` is the kind of error: only a plain one was meant for people. */
export type Read = { ok: true; value: unknown } | { ok: false; name: string; message: string };

export const open = async (): Promise<Behind> => ({
  answer: async ({ kind, given }: { kind: Kind; given: unknown }): Promise<Read> => {
    try {
      return { ok: true, value: READERS[kind](given) };
    } catch (error) {
      return { ok: false, name: (error as Error).constructor.name, message: (error as Error).message };
    }
  },
});
