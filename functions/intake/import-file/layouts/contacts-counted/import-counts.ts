import { busEvent } from '../../../../../contracts/bus-event.ts';
import type { CloudEvent } from '../../../../../contracts/envelope.ts';
import { type Data as Count, contract } from '../../../../../contracts/events/contacts/contacts-counted.v1.ts';
import { COLUMNS, SOURCE } from '../../../../../contracts/files/contacts-counted.ts';
import { londonDate } from '../../../../shared/calendar/london.ts';
import { inFlight } from '../../../../shared/in-flight.ts';
import { done, type Outcome } from '../../../../shared/outcome.ts';
import type { ObjectVersion } from '../../../ports.ts';
import type { Deps } from '../../deps.ts';
import { countsReasonText } from '../../reader/reason-texts.ts';
import { rejectText } from '../../reader/reject-texts.ts';
import { type Told, writeReports } from '../../reader/write-reports.ts';
import { countsImported, countsRefused } from '../recovery-extract/tell.ts';
import { type Counts, readCounts } from './read-counts.ts';

const EVENTS_TOGETHER = 10; // PutEvents takes ten
const PUBLISHING_AT_ONCE = 5;

type Job = { object: ObjectVersion; file: string; at: number; reportPath: string };

/**
 * Imports one version of a file of counts: checks the whole of it, then puts each good row on the bus. Killed anywhere and
 * delivered again, it tells the same: ids are derived from what the rows say, times from when the file was first taken up.
 */
export async function importCounts(deps: Deps, job: Job): Promise<Outcome> {
  const read = await readCounts(deps.objects.read(job.object), londonDate(job.at));
  const told = { ...job, extract: toldOf(read) };
  if (read.reasons.length > 0) {
    await writeReports(deps, told, 'refused');
    await deps.publish([countsRefused(deps, { ...job, read })]);
    return done;
  }
  const events = read.counts.map((count) => counted(deps, count, job.at));
  await inFlight([...groups(events)], PUBLISHING_AT_ONCE, deps.publish);
  await writeReports(deps, told, 'taken');
  await deps.publish([countsImported(deps, { ...job, read })]);
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
  text: (code) => countsReasonText(code, { control, not_csv }),
  rowText: (reject) => rejectText(COLUMNS, reject),
});
