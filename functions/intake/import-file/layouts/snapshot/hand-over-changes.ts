import { busEvent } from '../../../../../contracts/bus-event.ts';
import type { CloudEvent, Contract } from '../../../../../contracts/envelope.ts';
import type { SnapshotLayout } from '../../../../../contracts/files/layout.ts';
import { inFlight } from '../../../../shared/in-flight.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../job.ts';
import { chunksOf } from '../../reader/chunks.ts';
import type { Snapshot } from './read-snapshot.ts';
import type { Change } from './snapshot-scratch.ts';

/** Changes between two checkpoints. */
const CHUNK = 500;
const AT_ONCE = 25;
/** What a chunk, the reports and the last words of an import take at most. */
const RESERVE_MS = 60_000;

type Taking = { layout: SnapshotLayout; number: number; snapshot: Snapshot };

/**
 * Tells of each change. Each chunk ends with a checkpoint, of this version as this number; at least one is done each time.
 * @returns `paused` when time ran low before the last one.
 */
export async function handOverChanges(
  deps: Deps,
  job: Job,
  { layout, number, snapshot }: Taking,
): Promise<'all' | 'paused'> {
  const { added, changed, gone } = snapshot.counts;
  const name = `${job.file}\n${number}`;
  let handed = (await deps.table.claimImport(name, job)).done;
  for (const chunk of chunksOf(snapshot.changes(), { size: CHUNK, skip: handed })) {
    const facts = chunk.map((change) => factOf(deps, { layout, number, at: job.at }, change));
    // Who is told of it knows the record by the name that its system has for it.
    await inFlight([...chunk.keys()], AT_ONCE, async (i) =>
      deps.register.keepReferences((facts[i] as CloudEvent).id, { record_ref: (chunk[i] as Change).ref }),
    );
    await deps.publish(facts);
    handed += chunk.length;
    await deps.table.importAt(name, handed);
    if (job.remainingMs() < RESERVE_MS && handed < added + changed + gone) return 'paused';
  }
  return 'all';
}

type Of = { layout: SnapshotLayout; number: number; at: number };

function factOf(
  { key, council, contractOf }: Deps,
  { layout, number, at }: Of,
  { kind, ref, columns }: Change,
): CloudEvent {
  const record_ref = key('record', layout.layout, ref);
  return busEvent(contractOf(layout.facts[kind]) as Contract, {
    id: key('event', 'record', layout.layout, String(number), kind, ref),
    capability: 'intake',
    council,
    origin: layout.source,
    time: at,
    subject: record_ref,
    sequence: String(number),
    data: { layout: layout.layout, record_ref, snapshot: number, ...(columns && { columns }) },
  });
}
