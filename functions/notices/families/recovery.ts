import {
  contract as accountSnapshotted,
  type Data as Snapshot,
} from '../../../contracts/events/recovery/account-snapshotted.v1.ts';
import type { Key } from '../../shared/ids.ts';
import { debtEventTypes } from '../catalogue/debt-events.ts';
import { debtDocumentTypes } from '../catalogue/documents.ts';
import { recoveryTypes } from '../catalogue/recovery.ts';
import type { Ask, Asked, Family } from './family.ts';
import { codesOf } from './recovery/codes.ts';
import { asksOfRows, standingOfRow, valuesOfRow } from './recovery/rows.ts';
import { telling, valuesOfTold } from './recovery/told.ts';
import { askingEvent, toldAsks, toldStanding } from './told-asks.ts';
import { bellsOf } from './told-bells.ts';

const same = (one: Ask | null, other: Ask | null): boolean =>
  one?.type === other?.type && one?.person === other?.person && one?.occasion === other?.occasion;

/** What a row of the extract and an event ask for is one notice, as the event asks for it: that names the document beside it. */
function together(rows: Asked[], told: Asked[]): Asked[] {
  const asked = rows.map((row): Asked => {
    const found = row.ask && told.find(({ ask }) => same(ask, row.ask))?.ask;
    if (!found) return row;
    const { run: _, ...ask } = found;
    return { ...row, ask };
  });
  return [...asked, ...told];
}

/** Council tax: debts, fed by the nightly extract and by events. */
export const recovery: Family = {
  matter: 'debt',
  entries: [...recoveryTypes, ...debtEventTypes, ...debtDocumentTypes],
  bells: [
    {
      contract: accountSnapshotted,
      of_file: true,
      rings: (data) => {
        const { debt, run } = data as Snapshot;
        return { matter: debt as Key, run };
      },
    },
    ...bellsOf('debt'),
  ],
  asks: (view, context) => together(asksOfRows(view.matter, context), toldAsks(view, context, telling)),
  stands: (notice, view) => toldStanding(notice, view, telling) ?? standingOfRow(notice, view.matter),
  codes: codesOf,
  values: (notice, view) => {
    const event = askingEvent(notice, view, telling);
    return event ? valuesOfTold(notice, event) : valuesOfRow(notice, view.matter);
  },
};
