import { join } from 'node:path';
import { sourcesOf } from '../../../contracts/files/layouts.ts';
import { digest } from '../../shared/ids.ts';
import { done, type Outcome, rejected } from '../../shared/outcome.ts';
import { ObjectGone } from '../ports.ts';
import type { Deps } from './deps.ts';
import type { Job } from './job.ts';
import { layoutOf } from './layout-of.ts';
import { importRows } from './layouts/as-data/import-rows.ts';
import { importExtract } from './layouts/recovery-extract/import-extract.ts';
import { importSnapshot } from './layouts/snapshot/import-snapshot.ts';
import { slowingDown } from './turns.ts';

/** Whose the files are that no layout as data knows. */
const EXTRACT_SOURCE = sourcesOf([])['recovery-extract']!;

/** The longest that SQS holds a message back. A file of a source that is paused waits by it, for as long as that lasts. */
const PAUSED_WAIT_S = 900;

type Arrival = Pick<Job, 'object' | 'message' | 'turn' | 'slowed_since' | 'remainingMs' | 'released'> & {
  messageId: string;
};

/**
 * Imports one version of one file: checks the whole of it, and only then acts. Killed anywhere and delivered again, it
 * goes on from its last checkpoint and ends the same: every write is derived from the file and may be repeated.
 */
export const importFile = (deps: Deps, arrival: Arrival): Promise<Outcome> =>
  slowingDown(deps, arrival, () => importVersion(deps, arrival));

async function importVersion(deps: Deps, arrival: Arrival): Promise<Outcome> {
  const { object, messageId } = arrival;
  const file = [object.bucket, object.key, object.version_id ?? object.etag].join('\n');
  const at = await deps.table.fileSeen(file, deps.now());
  const scratchPath = join(deps.scratchFolder, `crier-${digest(file, messageId)}`);
  try {
    const layout = await layoutOf(deps.objects.read(object), deps.layouts);
    if (await deps.table.paused(layout?.source ?? EXTRACT_SOURCE)) {
      await deps.goOn(arrival.message, PAUSED_WAIT_S);
      return done;
    }
    const job = { ...arrival, file, at, scratchPath };
    if (layout === null) return await importExtract(deps, job);
    return await (layout.kind === 'events' ? importRows(deps, job, layout) : importSnapshot(deps, job, layout));
  } catch (error) {
    if (error instanceof ObjectGone) return rejected('object-gone');
    throw error;
  }
}
