import type { CloudEvent } from '../../../../../contracts/envelope.ts';
import type { EventsLayout } from '../../../../../contracts/files/layout.ts';
import { inFlight } from '../../../../shared/in-flight.ts';
import { done, duplicate, type Outcome } from '../../../../shared/outcome.ts';
import type { DoorEvent } from '../../../keyed-event.ts';
import { takeEvent } from '../../../take-event.ts';
import { fileImported, fileRefused } from '../../announce-file.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../job.ts';
import { chunksOf } from '../../reader/chunks.ts';
import { writeReports } from '../../reader/write-reports.ts';
import { nextTurn } from '../../turns.ts';
import { importedFacts, refusedFacts, toldOf } from './file-facts.ts';
import { type Rows, readRows } from './read-rows.ts';
import type { WaitingEvent } from './rows-scratch.ts';

/** Events between two checkpoints. */
const CHUNK = 500;
const AT_ONCE = 25;
/** What a chunk, the reports and the last words of an import take at most. */
const RESERVE_MS = 60_000;

/**
 * Imports one version of a file whose rows each become an event: checks the whole of it, then takes each event as the door does.
 * Killed anywhere and delivered again it tells the same: ids are derived from what the rows say.
 */
export async function importRows(deps: Deps, job: Job, layout: EventsLayout): Promise<Outcome> {
  const { contractOf, objects } = deps;
  const scratchPath = `${job.scratchPath}.sqlite`;
  const rows = await readRows(objects.read(job.object), layout, { scratchPath, contractOf, at: job.at });
  try {
    const reports = { ...job, reportPath: `${job.scratchPath}.json`, told: toldOf(layout, rows) };
    if (rows.reasons.length > 0) {
      await writeReports(deps, reports, 'refused');
      await deps.publish([fileRefused(deps, job, refusedFacts(layout, rows))]);
      return done;
    }
    const claim = await deps.table.claimImport(job.file, job);
    if (claim.state === 'imported') return duplicate;
    if ((await handOver(deps, job, { layout, rows, from: claim.done })) === 'paused') {
      await nextTurn(deps, job);
      return done;
    }
    await writeReports(deps, reports, 'taken');
    await deps.publish([fileImported(deps, job, importedFacts(layout, rows))]);
    await deps.table.imported(layout.layout, job.at);
    await deps.table.importEnded(job.file);
    return done;
  } finally {
    rows.close();
  }
}

type HandingOver = { layout: EventsLayout; rows: Rows; from: number };

/** Each chunk ends with a checkpoint; at least one is done each time. */
async function handOver(deps: Deps, job: Job, { layout, rows, from }: HandingOver): Promise<'all' | 'paused'> {
  let handed = from;
  for (const chunk of chunksOf(rows.events(from), { size: CHUNK })) {
    const facts: CloudEvent[] = new Array(chunk.length);
    await inFlight([...chunk.keys()], AT_ONCE, async (i) => {
      facts[i] = await factOf(deps, layout, chunk[i] as WaitingEvent);
    });
    await deps.publish(facts);
    handed += chunk.length;
    await deps.table.importAt(job.file, handed);
    if (job.remainingMs() < RESERVE_MS && handed < rows.taken) return 'paused';
  }
  return 'all';
}

async function factOf(deps: Deps, { source }: EventsLayout, waiting: WaitingEvent): Promise<CloudEvent> {
  const contract = deps.contractOf(waiting.type) as DoorEvent['contract'];
  const { fact } = await takeEvent(deps, source, { ...waiting, contract });
  // Its id is made of what it says, so no other event can have it.
  if (fact === null) throw new Error(`two rows of ${source} that differ have one id`);
  return fact;
}
