import { busEvent } from '../../../../../contracts/bus-event.ts';
import type { CloudEvent } from '../../../../../contracts/envelope.ts';
import { type Data as Count, contract } from '../../../../../contracts/events/contacts/contacts-counted.v1.ts';
import { SOURCE } from '../../../../../contracts/files/contacts-counted.ts';
import { londonDate } from '../../../../shared/calendar/london.ts';
import { inFlight } from '../../../../shared/in-flight.ts';
import { done, type Outcome } from '../../../../shared/outcome.ts';
import { fileImported, fileRefused } from '../../announce-file.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../job.ts';
import { type Told, writeReports } from '../../reader/write-reports.ts';
import { importedFacts, refusedFacts } from './file-facts.ts';
import { type Counts, readCounts } from './read-counts.ts';
import { reasonText, rowText } from './reason-texts.ts';

const EVENTS_TOGETHER = 10; // PutEvents takes ten
const PUBLISHING_AT_ONCE = 5;

/**
 * Imports one version of a file of counts: checks the whole of it, then puts each good row on the bus. Killed anywhere and
 * delivered again, it tells the same: ids are derived from what the rows say, times from when the file was first taken up.
 */
export async function importCounts(deps: Deps, job: Job): Promise<Outcome> {
  const read = await readCounts(deps.objects.read(job.object), londonDate(job.at));
  const reports = { ...job, reportPath: `${job.scratchPath}.json`, told: toldOf(read) };
  if (read.reasons.length > 0) {
    await writeReports(deps, reports, 'refused');
    await deps.publish([fileRefused(deps, job, refusedFacts(read))]);
    return done;
  }
  const events = read.counts.map((count) => counted(deps, count, job.at));
  await inFlight([...groups(events)], PUBLISHING_AT_ONCE, deps.publish);
  await writeReports(deps, reports, 'taken');
  await deps.publish([fileImported(deps, job, importedFacts(read))]);
  await deps.table.imported('contacts-counted', job.at);
  return done;
}

function* groups<Item>(items: Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += EVENTS_TOGETHER) yield items.slice(at, at + EVENTS_TOGETHER);
}

function counted({ key, council }: Pick<Deps, 'key' | 'council'>, data: Count, at: number): CloudEvent<Count> {
  return busEvent(contract, {
    id: key('event', 'contacts-counted', SOURCE, ...Object.entries(data).sort().flat().map(String)),
    capability: 'intake',
    council,
    origin: SOURCE,
    time: at,
    sequence: String(data.revision),
    data,
  });
}

const toldOf = ({ reasons, not_csv, counts, rejects, rows, control }: Counts): Told => ({
  extract_id: null,
  reasons,
  not_csv,
  rows,
  taken: counts.length,
  rejected: rejects.length,
  control,
  rejects: () => rejects,
  text: (code) => reasonText(code, { control, not_csv }),
  rowText,
});
