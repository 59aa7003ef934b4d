import type { MatterEvent, MatterView } from '../../register/register.ts';
import { londonDate } from '../../shared/calendar/london.ts';
import { dayInWords } from '../catalogue/days-in-words.ts';
import type { Notice } from '../notice/notice.ts';
import { dataOf, dayOf } from './told-asks.ts';

type Said = {
  service_code?: string;
  received_at?: string;
  stage?: string;
  outcome?: string;
  responsible?: string;
  target_at?: string;
  new_target_at?: string;
};

const targetIn = (event: MatterEvent): string | undefined => {
  const { target_at, new_target_at } = dataOf<Said>(event);
  return target_at ?? new_target_at;
};

/** By when its source means to be done: as the event itself says, else as the newest that says so. */
function targetOf(event: MatterEvent, { told }: MatterView): string | undefined {
  const others = told.events.filter((each) => targetIn(each) !== undefined).toSorted((a, b) => b.at - a.at);
  return targetIn(event) ?? (others[0] && targetIn(others[0]));
}

/**
 * What fills the placeholders of news of a request. A target that is past when the news goes is said to nobody; where its
 * source gives none at all, the council's own aim is counted from the report (`received_at`).
 */
export function valuesOfRequest(notice: Notice, event: MatterEvent, view: MatterView): Record<string, string> {
  const { stage, outcome, responsible, new_target_at } = dataOf<Said>(event);
  const received = view.told.events.find(({ type }) => type === 'council.requests.request-received.v1');
  const { service_code, received_at } = received ? dataOf<Said>(received) : {};
  const { service_name } = view.told.words;
  const said_on = londonDate(notice.due_at);
  const target = targetOf(event, view);
  const by = target && dayOf(target);
  return {
    said_on,
    ref: event.refs['request_ref'] ?? view.matter.ref,
    ...(service_code && { service_code }),
    ...(service_name && { service: service_name }),
    ...(stage && { stage }),
    ...(outcome && { outcome }),
    ...(responsible && { responsible }),
    ...(by && by >= said_on && { payBy: dayInWords(by) }),
    ...(!by && received_at && { received_at }),
    ...(new_target_at && { newDate: dayInWords(dayOf(new_target_at)) }),
  };
}
