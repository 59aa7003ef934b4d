import { createReadStream } from 'node:fs';
import { busEvent } from '../../../contracts/bus-event.ts';
import { contract } from '../../../contracts/events/contacts/contacts-counted.v1.ts';
import { SOURCE } from '../../../contracts/files/contacts-counted.ts';
import { readCounts } from '../../../functions/intake/import-file/layouts/contacts-counted/read-counts.ts';
import { reasonText, rowText } from '../../../functions/intake/import-file/layouts/contacts-counted/reason-texts.ts';
import { digest } from '../../../functions/shared/ids.ts';

/** What is wrong in a file of counts: with the whole of it (`line` is null) or with a row. */
export type Refused = { line: number | null; code: string; text: string };

const DAY_IN_NAME = /(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)/;

/**
 * A file of counts (`contracts/files/contacts-counted`) as events, one for each good row, as if it had reached Crier on the
 * day in its name, or on the last day that it counts. Its bytes and name alone decide, so that every machine that has the
 * file computes the same.
 * @param name of the file, without its folder
 * @param today the London day on which it is read: what lies ahead is refused
 */
export async function eventsInCounts(
  path: string,
  { name, council, today }: { name: string; council: string; today: string },
): Promise<{ events: unknown[]; refused: Refused[] }> {
  const read = await readCounts(createReadStream(path), today);
  const { reasons, counts, rejects } = read;
  const whole = reasons.map((reason) => ({
    line: null,
    code: reason,
    text: `nothing of the file is taken. ${reasonText(reason, read)}`,
  }));
  const rows = rejects.map((reject) => ({
    line: reject.line,
    code: reject.reason,
    text: `this row is not taken. ${rowText(reject)}`,
  }));
  const named = DAY_IN_NAME.exec(name)?.[1];
  const last = counts.reduce((latest, { to }) => (to > latest ? to : latest), '');
  const day = named !== undefined && !Number.isNaN(Date.parse(named)) ? named : last;
  const events = counts.map((data) =>
    busEvent(contract, {
      id: digest('count-file', SOURCE, day, ...Object.entries(data).sort().flat().map(String)),
      capability: 'intake',
      council,
      origin: SOURCE,
      // Noon in London is the same day in UTC.
      time: Date.parse(`${day}T12:00:00Z`),
      sequence: String(data.revision),
      data,
    }),
  );
  return { events, refused: [...whole, ...rows] };
}
