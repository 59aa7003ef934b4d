import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busEvent } from '../../../contracts/bus-event.ts';
import { contractOf } from '../../../contracts/catalogue.ts';
import { contract, type Data } from '../../../contracts/events/contacts/contacts-counted.v1.ts';
import type { EventsLayout } from '../../../contracts/files/layout.ts';
import { LAYOUTS_FOLDER, layoutsIn } from '../../../contracts/files/layouts.ts';
import { readRows } from '../../../functions/intake/import-file/layouts/as-data/read-rows.ts';
import { reasonText, rowTextOf } from '../../../functions/intake/import-file/layouts/as-data/reason-texts.ts';
import { digest } from '../../../functions/shared/ids.ts';

/** What is wrong in a file of counts: with the whole of it (`line` is null) or with a row. */
export type Refused = { line: number | null; code: string; text: string };

const ROOT = join(import.meta.dirname, '../../..');

/** The layout of files of counts. */
export const countsLayout = (): EventsLayout =>
  layoutsIn(join(ROOT, LAYOUTS_FOLDER)).find(({ layout }) => layout === 'contacts-counted') as EventsLayout;

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
  const layout = countsLayout();
  const folder = await mkdtemp(join(tmpdir(), 'crier-counts-'));
  // Noon in London is the same day in UTC.
  const reading = { scratchPath: join(folder, 'scratch.sqlite'), contractOf, at: Date.parse(`${today}T12:00:00Z`) };
  const read = await readRows(createReadStream(path), layout, reading);
  const { reasons } = read;
  const counts = reasons.length > 0 ? [] : [...read.events(0)].map(({ data }) => data as Data);
  const rejects = [...read.rejects()];
  const rowText = rowTextOf(layout);
  read.close();
  await rm(folder, { recursive: true });
  const whole = reasons.map((reason) => ({
    line: null,
    code: reason,
    text: `nothing of the file is taken. ${reasonText(reason, { ...read, layout })}`,
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
      id: digest('count-file', layout.source, day, ...Object.entries(data).sort().flat().map(String)),
      capability: 'intake',
      council,
      origin: layout.source,
      time: Date.parse(`${day}T12:00:00Z`),
      sequence: String(data.revision),
      data,
    }),
  );
  return { events, refused: [...whole, ...rows] };
}
