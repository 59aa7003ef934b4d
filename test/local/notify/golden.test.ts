// Exchanges recorded from the real server. They lie beside the repository, not in it: without them this is skipped.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { parseWorld, startNotifySandbox } from '../../../infra/local/notify/server.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/notify-golden');
const here = existsSync(`${FOLDER}/replay.mjs`);
const read = (file: string) => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));

type Exchange = { id: string; group: string };
type Replay = {
  loadWorld(file: string): unknown;
  units(exchanges: Exchange[]): Exchange[][];
  runExchange(exchange: Exchange, of: { base: string; world: unknown; vars: object }): Promise<{ problems: string[] }>;
};

it.skipIf(!here)(
  here ? 'every recorded exchange is answered as the real server did' : `skipped: there is no ${FOLDER}`,
  async () => {
    const replay: Replay = await import(pathToFileURL(`${FOLDER}/replay.mjs`).href);
    const exchanges: Exchange[] = read('exchanges.json');
    const sandbox = await startNotifySandbox({ world: parseWorld(read('world.json')) });
    const world = replay.loadWorld(`${FOLDER}/world.json`);
    const failed: string[] = [];
    for (const unit of replay.units(exchanges)) {
      const vars = { base: sandbox.url, run: 'golden' };
      for (const exchange of unit) {
        const { problems } = await replay.runExchange(exchange, { base: sandbox.url, world, vars });
        if (problems.length > 0) failed.push(`${exchange.id} (${exchange.group}): ${problems.join(' ; ')}`);
      }
    }
    await sandbox.close();
    expect(failed).toEqual([]);
    expect(exchanges.length).toBeGreaterThanOrEqual(455);
  },
);
