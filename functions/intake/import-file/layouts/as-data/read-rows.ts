import type { EventsLayout } from '../../../../../contracts/files/layout.ts';
import type { ContractOf } from '../../../keyed-event.ts';
import type { Fault, Reject } from '../../reader/reject.ts';
import { eventOfRow } from './event-of-row.ts';
import { type Counted, readRecords } from './read-records.ts';
import { columnsOf, keyOf, placesOf, type ReadRow } from './row-form.ts';
import { openRowsScratch, type WaitingEvent } from './rows-scratch.ts';

/** What is told of any file of rows, whatever becomes of them. */
export type FileOfRows = Counted & {
  taken: number;
  rejected: number;
  /** How many of them for which reason. */
  reject_reasons: Record<string, number>;
  /** In the order of the file. */
  rejects: () => Iterable<Reject>;
};

/** A file that was read to its end and checked. Nothing was done with it yet. */
export type Rows = FileOfRows & {
  /** What good rows become, in the order of the file and without the first ones. */
  events: (skip: number) => Iterable<WaitingEvent>;
  /** Removes the scratch file. */
  close: () => void;
};

type Reading = {
  /** A file of ours; `close` removes it. */
  scratchPath: string;
  contractOf: ContractOf;
  /** When the file was first taken up: what lies after it cannot have happened. */
  at: number;
};

/** Reads and checks a whole file in constant memory. */
export async function readRows(
  bytes: AsyncIterable<Uint8Array>,
  layout: EventsLayout,
  reading: Reading,
): Promise<Rows> {
  const scratch = openRowsScratch(reading.scratchPath);
  try {
    const columns = columnsOf(layout);
    const { key = [] } = layout;
    const keyPlaces = placesOf(columns, key);
    const eventOf = eventOfRow(layout, columns, reading);
    const duplicateOf = (row: ReadRow): Fault | null => {
      const known = key.length > 0 ? keyOf(row, keyPlaces) : null;
      return known !== null && scratch.isSeen(known) ? { column: key.at(-1) as string, reason: 'duplicate' } : null;
    };
    const counted = await readRecords(bytes, layout, (row, { seq, line, raw }) => {
      const read = row.fault ? { fault: row.fault } : eventOf(row.values);
      const fault = 'fault' in read ? read.fault : duplicateOf(row);
      if (fault) scratch.reject(seq, { line, raw, ...fault });
      else if ('event' in read) scratch.add(seq, read.event);
    });
    const isRefused = counted.reasons.length > 0;
    const reject_reasons = scratch.reasons();
    return {
      ...counted,
      taken: isRefused ? 0 : scratch.events(),
      rejected: Object.values(reject_reasons).reduce((sum, n) => sum + n, 0),
      reject_reasons,
      rejects: scratch.rejects,
      events: scratch.from,
      close: scratch.close,
    };
  } catch (error) {
    scratch.close();
    throw error;
  }
}
