import type { LayoutIn } from '../../../../../contracts/files/layout.ts';
import type { Outcome } from '../../../../shared/outcome.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../job.ts';
import { importRows } from './import-rows.ts';

/** Imports one version of a file by the kind of its layout. */
export async function importByLayout(deps: Deps, job: Job, layout: LayoutIn): Promise<Outcome> {
  if (layout.kind === 'events') return await importRows(deps, job, layout);
  throw new Error('snapshots are not read yet');
}
