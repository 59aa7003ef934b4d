import { dayInWords } from '../../functions/notices/catalogue/personalise.ts';
import type { NoticeTypeEntry } from '../../functions/notices/catalogue/types.ts';
import type { Family } from '../../functions/notices/families/family.ts';
import { toldCodes } from '../../functions/notices/families/told-codes.ts';
import type { Matter } from '../../functions/register/register.ts';
import type { Key } from '../../functions/shared/ids.ts';
import { runOfEvents } from '../../functions/shared/matter.ts';
import { contract, type Data } from './reservation-ready.v1.ts';

export const READY = 'library.reservation.ready';
const BODY = 'the book you reserved (((ref))) is ready. Please collect it by ((collectBy)). Questions? Call ((phone))';

const entry: NoticeTypeEntry = {
  type: READY,
  title: 'Reserved book is ready',
  duty: 'courtesy',
  regulation: null,
  channels: ['sms', 'email'],
  trust: 'given',
  purpose: null,
  heeds: ['S2', 'S11'],
  cap: null,
  household: 'each',
  window: null,
  wordings: [
    { template: `${READY}.sms`, channel: 'sms', variant: 'full', named: false, subject: null, body: `Hello, ${BODY}` },
    {
      template: `${READY}.email`,
      channel: 'email',
      variant: 'full',
      named: false,
      subject: 'Your book is ready',
      body: `Hello,\n\n${BODY}`,
    },
  ],
};

const stateOf = ({ state }: Matter) => state as Data;

/** Books that wait in a library. Nothing in Crier has heard of them. */
export const reservations: Family = {
  matter: 'reservation',
  entries: [entry],
  bells: [
    {
      contract,
      rings: (data, time) => ({ matter: (data as Data).reservation_ref as Key, run: runOfEvents(time) }),
    },
  ],
  asks: ({ matter }) => {
    const { ready_on, collect_by } = stateOf(matter);
    return matter.people.map(({ person }) => ({
      person,
      ask: { type: READY, person, occasion: ready_on, last_day: collect_by },
    }));
  },
  stands: ({ occasion }, { matter }) => {
    const { ready_on, collect_by } = stateOf(matter);
    return ready_on === occasion ? { last_day: collect_by, waits: null } : null;
  },
  codes: toldCodes,
  values: (_, { matter }) => ({ ref: matter.ref, collectBy: dayInWords(stateOf(matter).collect_by) }),
};
