import { done, duplicate, type Outcome } from '../../../../shared/outcome.ts';
import { fileImported, fileRefused } from '../../announce-file.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../job.ts';
import { writeReports } from '../../reader/write-reports.ts';
import { nextTurn } from '../../turns.ts';
import { importedFacts, refusedFacts } from './file-facts.ts';
import { handOverDebts } from './hand-over-debts.ts';
import { type Extract, readExtract } from './read-extract.ts';
import { reasonText, rowText, WAITING } from './reason-texts.ts';

/** Imports one version of an extract in two passes: reads the whole, and hands over its debts then. */
export async function importExtract(deps: Deps, job: Job): Promise<Outcome> {
  const extract = await readExtract(deps.objects.read(job.object), `${job.scratchPath}.sqlite`);
  try {
    return await takeExtract(deps, { ...job, extract });
  } finally {
    extract.close();
  }
}

type Read = Job & { extract: Extract };

async function takeExtract(deps: Deps, job: Read): Promise<Outcome> {
  const { file, at, extract } = job;
  const { extract_id } = extract;
  if (!extract.accepted) {
    await writeReports(deps, reportsOf(deps, job), 'refused');
    await deps.publish([fileRefused(deps, job, refusedFacts(extract))]);
    return done;
  }
  if (extract_id !== null) {
    const claim = await deps.table.claimImport(extract_id, { file, at });
    if (claim.file !== file) {
      await writeReports(deps, reportsOf(deps, job), 'already-imported');
      return duplicate;
    }
    if (claim.state === 'imported') return duplicate; // this very version, all of it
    const progress = { debtsDone: claim.done, remainingMs: job.remainingMs };
    if ((await handOverDebts(deps, { ...extract, extract_id }, progress)) === 'paused') {
      await nextTurn(deps, job);
      return done;
    }
    const { extracted_at, payments_posted_to } = extract;
    if (extracted_at !== null && payments_posted_to !== null) {
      await deps.register.newestExtract({ run: extract_id, extracted_at, payments_posted_to });
    }
  }
  await writeReports(deps, reportsOf(deps, job), 'taken');
  await deps.publish([fileImported(deps, job, importedFacts(extract))]);
  await deps.table.imported('recovery-extract', at);
  if (extract_id !== null) await deps.table.importEnded(extract_id);
  return done;
}

const reportsOf = ({ layouts }: Deps, { object, at, scratchPath, extract }: Read) => ({
  object,
  at,
  reportPath: `${scratchPath}.json`,
  told: {
    ...extract,
    waiting: extract.waiting.rows > 0 ? { ...WAITING, ...extract.waiting } : undefined,
    text: (code: string) => reasonText(code, { ...extract, layouts }),
    rowText,
  },
});
