import { addDays, londonDate, londonInstant } from '../../shared/calendar/london.ts';
import { isWorkingDay } from '../../shared/calendar/working-days.ts';
import { dayInWords } from '../catalogue/days-in-words.ts';
import { wasteTypes } from '../catalogue/waste.ts';
import type { Family } from './family.ts';
import { askingEvent, dataOf, type Telling, toldAsks, toldStanding } from './told-asks.ts';
import { bellsOf } from './told-bells.ts';
import { toldCodes } from './told-codes.ts';

const BOOKED = 'council.waste.collection-booked.v1';
const CANCELLED = 'council.waste.booking-cancelled.v1';
const REMINDED_AT = '16:00';

type Booked = { collect_on: string };

/** The afternoon of the last working day before a day: somebody can still be asked about it. */
function afternoonBefore(date: string): number {
  let day = addDays(date, -1);
  while (!isWorkingDay(day)) day = addDays(day, -1);
  return londonInstant(day, REMINDED_AT);
}

const telling: Telling = {
  asks: {
    [BOOKED]: (told) => {
      const { collect_on } = dataOf<Booked>(told);
      const not_before = afternoonBefore(collect_on);
      return [
        {
          type: 'waste.booking.reminder',
          occasion: collect_on,
          last_day: londonDate(not_before),
          not_before,
          passes: 'instant',
        },
      ];
    },
  },
  ended: { 'waste.booking.reminder': ({ type }) => type === BOOKED || type === CANCELLED },
};

/** Collections that residents have booked. */
export const waste: Family = {
  matter: 'booking',
  entries: wasteTypes,
  bells: bellsOf('booking'),
  asks: (view, context) => toldAsks(view, context, telling),
  stands: (notice, view) => toldStanding(notice, view, telling),
  codes: toldCodes,
  values: (notice, view): Record<string, string> => {
    const event = askingEvent(notice, view, telling);
    if (!event) return {};
    return { ref: event.refs['booking_ref'] ?? view.matter.ref, date: dayInWords(dataOf<Booked>(event).collect_on) };
  },
};
