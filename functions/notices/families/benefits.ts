import { benefitsTypes } from '../catalogue/benefits.ts';
import { dayInWords } from '../catalogue/days-in-words.ts';
import { benefitsDocumentTypes } from '../catalogue/documents.ts';
import { telling } from './benefits/told.ts';
import type { Family } from './family.ts';
import { askingEvent, dataOf, toldAsks, toldStanding } from './told-asks.ts';
import { bellsOf } from './told-bells.ts';
import { toldCodes } from './told-codes.ts';
import { dayToAct } from './words.ts';

type Days = { due_by?: string; answer_by?: string; reply_by?: string };

/** Housing Benefit and Council Tax Support: claims, and what becomes of them. */
export const benefits: Family = {
  matter: 'claim',
  entries: [...benefitsTypes, ...benefitsDocumentTypes],
  bells: bellsOf('claim'),
  asks: (view, context) => toldAsks(view, context, telling),
  stands: (notice, view) => toldStanding(notice, view, telling),
  codes: toldCodes,
  values: (notice, view) => {
    const event = askingEvent(notice, view, telling);
    if (!event) return {};
    const { due_by, answer_by, reply_by } = dataOf<Days>(event);
    const by = due_by ?? reply_by;
    return {
      ref: event.refs['claim_ref'] ?? view.matter.ref,
      ...(by && { payBy: dayToAct(by, notice) }),
      // The council's own promise, and nobody has to ring by then: as it is.
      ...(answer_by && { payBy: dayInWords(answer_by) }),
    };
  },
};
