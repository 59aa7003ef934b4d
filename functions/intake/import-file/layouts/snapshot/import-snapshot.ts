import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SnapshotLayout } from '../../../../../contracts/files/layout.ts';
import type { FileOutcome } from '../../../../../contracts/files/receipt.ts';
import { done, duplicate, type Outcome, rejected } from '../../../../shared/outcome.ts';
import type { LastSnapshot } from '../../../ports.ts';
import { fileImported, fileRefused } from '../../announce-file.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../job.ts';
import { writeReports } from '../../reader/write-reports.ts';
import { nextTurn } from '../../turns.ts';
import { importedFacts, refusedFacts, toldOf } from '../as-data/file-facts.ts';
import { handOverChanges } from './hand-over-changes.ts';
import { comparedIn, readSnapshot, type Snapshot } from './read-snapshot.ts';
import type { Changes } from './snapshot-scratch.ts';

/** Another snapshot of this layout is being taken: it is over within minutes. */
const TAKEN_WAIT_S = 30;

/** Why a snapshot is held. */
const LOSES_TOO_MUCH = 'loses-too-much';

const NOTHING: Changes = { added: 0, changed: 0, gone: 0, same: 0 };

/**
 * Imports one version of a snapshot: reads the whole of it, compares it with the last that was taken, and tells of each record that
 * came, changed or went. Killed anywhere and delivered again it tells the same: its number is its own before its first event.
 */
export async function importSnapshot(deps: Deps, job: Job, layout: SnapshotLayout): Promise<Outcome> {
  const last = await deps.table.lastSnapshot(layout.layout);
  if (last?.file === job.file) {
    await forgetBefore(deps, layout, last.number);
    return duplicate;
  }
  const beforePath = `${job.scratchPath}.before.sqlite`;
  if (last)
    await pipeline(Readable.from(deps.snapshots.read(nameOf(layout, last.number))), createWriteStream(beforePath));
  const before = last && { path: beforePath, columns: last.columns };
  try {
    const scratchPath = `${job.scratchPath}.sqlite`;
    const snapshot = await readSnapshot(deps.objects.read(job.object), layout, { scratchPath, key: deps.key, before });
    try {
      return await decide(deps, { job, layout, last, snapshot });
    } finally {
      snapshot.close();
    }
  } finally {
    await rm(beforePath, { force: true });
  }
}

type Compared = { job: Job; layout: SnapshotLayout; last: LastSnapshot | null; snapshot: Snapshot };

async function decide(deps: Deps, compared: Compared): Promise<Outcome> {
  const { job, layout, last, snapshot } = compared;
  if (snapshot.reasons.length > 0) return await refuse(deps, compared);
  const owner = await deps.table.snapshotOfBytes(layout.layout, snapshot.sha256);
  if (owner !== null && owner !== job.file) {
    await report(deps, compared, { outcome: 'already-imported', changes: NOTHING });
    return duplicate;
  }
  if (losesTooMuch(layout, last, snapshot) && !job.released) return await hold(deps, compared);
  if (job.released) {
    const held = await deps.table.heldSnapshot(job.object.key);
    // It was released beside the last one that was taken then, and beside no other.
    if (held?.file !== job.file || held.against !== (last?.number ?? 0)) return rejected('no-longer-held');
  }
  return await take(deps, compared);
}

/** More than so many of a hundred records of the last one; exactly so many are not. */
const losesTooMuch = ({ lose_percent }: SnapshotLayout, last: LastSnapshot | null, { counts }: Snapshot): boolean =>
  last !== null && counts.gone * 100 > lose_percent * last.records;

async function refuse(deps: Deps, compared: Compared): Promise<Outcome> {
  const { job, layout, snapshot } = compared;
  await report(deps, compared, { outcome: 'refused', changes: NOTHING });
  await deps.publish([fileRefused(deps, job, refusedFacts(layout, snapshot))]);
  return done;
}

async function hold(deps: Deps, compared: Compared): Promise<Outcome> {
  const { job, layout, last, snapshot } = compared;
  const { object, file, at } = job;
  const of = { layout: layout.layout, lost: snapshot.counts.gone, of: last?.records ?? 0 };
  await deps.table.holdSnapshot({ ...of, object, file, against: last?.number ?? 0, at });
  await report(deps, compared, { outcome: 'held', changes: NOTHING });
  await deps.publish([fileRefused(deps, job, { ...refusedFacts(layout, snapshot), reasons: [LOSES_TOO_MUCH] })]);
  deps.alarm('snapshot-held', of);
  return done;
}

async function take(deps: Deps, compared: Compared): Promise<Outcome> {
  const { job, layout, last, snapshot } = compared;
  const number = (last?.number ?? 0) + 1;
  if (!(await deps.table.beginSnapshot(layout.layout, { file: job.file, number }))) {
    await nextTurn(deps, job, TAKEN_WAIT_S);
    return done;
  }
  const told = last !== null || layout.baseline_events;
  if (told && (await handOverChanges(deps, job, { layout, number, snapshot })) === 'paused') {
    await nextTurn(deps, job);
    return done;
  }
  const recordsPath = `${job.scratchPath}.after.sqlite`;
  try {
    const records = snapshot.writeRecords(recordsPath);
    await deps.snapshots.write(nameOf(layout, number), recordsPath);
    await report(deps, compared, { outcome: 'taken', changes: told ? snapshot.counts : NOTHING });
    await deps.publish([fileImported(deps, job, importedFacts(layout, snapshot))]);
    await deps.table.imported(layout.layout, job.at);
    const { file, at } = job;
    const columns = comparedIn(layout);
    await deps.table.snapshotTaken(layout.layout, { file, number, records, columns, sha256: snapshot.sha256, at });
    await forgetBefore(deps, layout, number);
    return done;
  } finally {
    await rm(recordsPath, { force: true });
  }
}

/** Nothing is compared any more with the one before the last. */
async function forgetBefore(deps: Deps, layout: SnapshotLayout, number: number): Promise<void> {
  if (number > 1) await deps.snapshots.remove(nameOf(layout, number - 1));
}

const nameOf = ({ layout }: SnapshotLayout, number: number): string => `${layout}/${number}.sqlite`;

type Became = { outcome: FileOutcome; changes: Changes };

async function report(deps: Deps, { job, layout, snapshot }: Compared, { outcome, changes }: Became): Promise<void> {
  const told = toldOf(layout, outcome === 'held' ? { ...snapshot, reasons: [LOSES_TOO_MUCH] } : snapshot);
  const more = { changes, held: outcome === 'held' };
  await writeReports(deps, { ...job, reportPath: `${job.scratchPath}.json`, told: { ...told, ...more } }, outcome);
}
