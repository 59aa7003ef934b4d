import { join } from 'node:path';
import { digest } from '../../shared/ids.ts';
import { type Outcome, rejected } from '../../shared/outcome.ts';
import { ObjectGone } from '../ports.ts';
import type { Deps } from './deps.ts';
import type { Job } from './job.ts';
import { layoutOf } from './layout-of.ts';
import { importCounts } from './layouts/contacts-counted/import-counts.ts';
import { importExtract } from './layouts/recovery-extract/import-extract.ts';
import { slowingDown } from './turns.ts';

type Arrival = Pick<Job, 'object' | 'message' | 'turn' | 'remainingMs'> & { messageId: string };

const IMPORTS = { 'recovery-extract': importExtract, 'contacts-counted': importCounts };

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
    const layout = await layoutOf(deps.objects.read(object));
    return await IMPORTS[layout](deps, { ...arrival, file, at, scratchPath });
  } catch (error) {
    if (error instanceof ObjectGone) return rejected('object-gone');
    throw error;
  }
}
