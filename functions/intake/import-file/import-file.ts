import { join } from 'node:path';
import { COLUMNS } from '../../../contracts/files/recovery-extract.ts';
import { digest } from '../../shared/ids.ts';
import { done, duplicate, type Outcome, rejected } from '../../shared/outcome.ts';
import { ObjectGone, type ObjectVersion } from '../ports.ts';
import type { Deps } from './deps.ts';
import { layoutOf } from './layout-of.ts';
import { importCounts } from './layouts/contacts-counted/import-counts.ts';
import { act } from './layouts/recovery-extract/hand-over-debts.ts';
import { type Extract, readExtract } from './layouts/recovery-extract/read-extract.ts';
import { fileImported, fileRefused } from './layouts/recovery-extract/tell.ts';
import { reasonText } from './reader/reason-texts.ts';
import { rejectText } from './reader/reject-texts.ts';
import { type Told, writeReports } from './reader/write-reports.ts';
import { nextTurn, slowingDown, type Turn } from './turns.ts';

type Arrival = Turn & {
  object: ObjectVersion;
  messageId: string;
  remainingMs: () => number;
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
  let extract: Extract;
  try {
    const layout = await layoutOf(deps.objects.read(object));
    if (layout === 'contacts-counted')
      return await importCounts(deps, { object, file, at, reportPath: `${scratchPath}.json` });
    extract = await readExtract(deps.objects.read(object), `${scratchPath}.sqlite`);
  } catch (error) {
    if (error instanceof ObjectGone) return rejected('object-gone');
    throw error;
  }
  try {
    return await importExtract(deps, { ...arrival, file, at, extract, reportPath: `${scratchPath}.json` });
  } finally {
    extract.close();
  }
}

type Import = Arrival & { file: string; at: number; extract: Extract; reportPath: string };

async function importExtract(deps: Deps, job: Import): Promise<Outcome> {
  const { object, file, at, extract } = job;
  const { extract_id } = extract;
  if (!extract.accepted) {
    await writeReports(deps, told(job), 'refused');
    await deps.publish([fileRefused(deps, job)]);
    return done;
  }
  if (extract_id !== null) {
    const claim = await deps.table.claimExtract(extract_id, { file, at });
    if (claim.file !== file) {
      await writeReports(deps, told(job), 'already-imported');
      return duplicate;
    }
    if (claim.state === 'imported') return duplicate; // this very version, all of it
    const progress = { debtsDone: claim.debts_done, remainingMs: job.remainingMs };
    if ((await act(deps, { ...extract, extract_id }, progress)) === 'paused') {
      await nextTurn(deps, job);
      return done;
    }
    const { extracted_at, payments_posted_to } = extract;
    if (extracted_at !== null && payments_posted_to !== null) {
      await deps.register.newestExtract({ extract_id, extracted_at, payments_posted_to });
    }
  }
  await writeReports(deps, told(job), 'taken');
  await deps.publish([fileImported(deps, { object, file, at, extract })]);
  await deps.table.imported('recovery-extract', at);
  if (extract_id !== null) await deps.table.extractImported(extract_id);
  return done;
}

const told = (job: Import): Import & { extract: Told } => ({
  ...job,
  extract: {
    ...job.extract,
    text: (code) => reasonText(code, job.extract),
    rowText: (reject) => rejectText(COLUMNS, reject),
  },
});
