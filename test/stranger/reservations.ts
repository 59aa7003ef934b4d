import { dayInWords } from '../../functions/notices/catalogue/days-in-words.ts';
import type { NoticeTypeEntry } from '../../functions/notices/catalogue/types.ts';
import type { Ask, Family } from '../../functions/notices/families/family.ts';
import { toldCodes } from '../../functions/notices/families/told-codes.ts';
import type { MatterView } from '../../functions/register/register.ts';
import { contract, type Data } from './reservation-ready.v1.ts';

export const READY = 'library.reservation.ready';
const BODY = 'the book you reserved (((ref))) is ready. Please collect it by ((collectBy)). Questions? Call ((phone))';

const entry: NoticeTypeEntry = {
  type: READY,
  title: 'Reserved book is ready',
  duty: 'courtesy',
  regulation: null,
  channels: ['sms', 'email', 'letter'],
  trust: 'given',
  purpose: null,
  heeds: ['S2', 'S11'],
  cap: null,
  household: 'each',
  window: null,
  wordings: [
    { template: `${READY}.sms`, channel: 'sms', variant: 'full', subject: null, body: `Hello, ${BODY}` },
    {
      template: `${READY}.email`,
      channel: 'email',
      variant: 'full',

      subject: 'Your book is ready',
      body: `Hello,\n\n${BODY}\n\nYour slip: ((file))`,
    },
  ],
};

/** The newest word on a reservation: its contract keeps no other. */
const toldIn = ({ told }: MatterView) => told.events.map(({ data }) => data as Data);

/** What each reader is to be told: with the slip of the book, which nobody's law asks for. */
const asked = (view: MatterView): Ask[] =>
  toldIn(view).flatMap(({ ready_on, collect_by, slip }) => {
    const document = { ...slip, kind: 'decision', act_by: null, complete: true } as const;
    const about = { type: READY, occasion: ready_on, last_day: collect_by, document };
    return view.matter.people.map(({ person }) => ({ ...about, person }));
  });

/** Books that wait in a library. Nothing in Crier has heard of them. */
export const reservations: Family = {
  matter: 'reservation',
  entries: [entry],
  bells: [{ contract }],
  asks: (view) => asked(view).map((ask) => ({ person: ask.person, ask })),
  stands: ({ person, occasion }, view) => {
    const ask = asked(view).find((each) => each.person === person && each.occasion === occasion);
    return ask ? { last_day: ask.last_day, waits: null, ask } : null;
  },
  codes: toldCodes,
  values: (_, view) => ({ ref: view.matter.ref, collectBy: dayInWords(toldIn(view)[0]?.collect_by ?? '') }),
};
