// What each day of the week has that is its own.
import { changeOfAddress } from './change-of-address.ts';
import { daysBefore, TODAY, YEAR } from './day.ts';
import { extractFile } from './extract-file.ts';
import { newPeople, peopleOfMonday, peopleOfTheEvents } from './extract-people.ts';
import { at, fact, factsOf, payment, TAKEN_BACK } from './facts.ts';
import { first, missed, newAccount, person, type Row, text } from './people.ts';
import { BROUGHT_BACK, type ToldDay, toldDays } from './told-facts.ts';
import { reporters } from './told-people.ts';

/** What a day's folder holds, by name: they are played in name order. */
export type Files = Record<string, string | Buffer | object[]>;

/** What other back offices tell comes with what is known since last night; the documents that it names lie beside it. */
function withTold(files: Files, { events, documents }: ToldDay): Files {
  const since = files['1-since-last-night.ndjson'] as object[];
  return {
    ...files,
    '1-since-last-night.ndjson': [...since, ...events],
    ...Object.fromEntries(documents.map(({ name, bytes }) => [name, bytes])),
  };
}

/** Who comes again on a later day. Monday says who they are. */
let known: ReturnType<typeof peopleOfTheEvents>;

/** A text that a resident sends back. */
const reply = ({ mobile }: Row, says: string) => ({ from: `0${mobile!.replace(/\D/g, '').slice(-10)}`, says });
const again = (row: Row, change: Row = {}): Row => ({ ...row, ...change });

/** A full night's file; payments, holds and a death that came after it; a dispute that is settled; texts that bounce. */
export function monday(): Files {
  const rows = peopleOfMonday();
  known = peopleOfTheEvents();
  Object.values(known)
    .flat()
    .forEach((row, i) => {
      rows.splice(10 + i * 14, 0, row);
    });
  const { sinceLastNight, laterThatMorning } = factsOf(known);
  return withTold(
    {
      '1-since-last-night.ndjson': sinceLastNight,
      [`2-recovery-${TODAY}.csv`]: extractFile(rows),
      '3-later-that-morning.ndjson': laterThatMorning,
    },
    toldDays.monday(),
  );
}

/** A payment is taken back; the night's file arrives cut short, is refused, and comes again whole; residents answer. */
export function tuesday(): Files {
  const [bounced, ...paid] = known.havePaid as [Row, ...Row[]];
  const rows = [...newPeople(46), again(bounced), ...paid.map((row) => again(row, { stage_code: 'NONE', overdue_amount: '0.00' }))];
  const whole = extractFile(rows);
  const lines = whole.split('\n');
  const cutShort = [...lines.slice(0, 30), ...lines.slice(34)].join('\n');
  const [stops, wrong, thinks, thanks, asks] = known.answer as [Row, Row, Row, Row, Row];
  return withTold(
    {
      '1-since-last-night.ndjson': [payment(bounced, '08:20:00', { ...TAKEN_BACK, reversal: true })],
      [`2-recovery-${TODAY}.csv`]: cutShort,
      [`3-recovery-${TODAY}-again.csv`]: whole,
      '4-residents.replies.json': [
        reply(stops, 'STOP'),
        reply(wrong, 'WRONG NUMBER'),
        reply(thinks, 'I paid on Friday, at the post office'),
        reply(thanks, 'Thank you'),
        reply(asks, 'Please stop texting me'),
        reply(reporters.saoirse, 'NO'),
      ],
    },
    toldDays.tuesday(),
  );
}

/** Breathing Space and an officer's hold have ended: those people are told after all. An email comes back. */
export function wednesday(): Files {
  const ended = { hold_code: '', hold_until: '' };
  const bouncing = (row: Row): Row => ({ mobile: '', email: 'perm-fail@simulator.notify', email_verified_at: daysBefore(30), first_name: row.first_name! });
  const rows = [
    ...newPeople(38),
    again(known.inBreathingSpace),
    again(known.heldUntilTomorrow, ended),
    person(newAccount(), { trigger: first(), contact: bouncing }),
  ];
  return withTold(
    {
      '1-since-last-night.ndjson': [payment(known.answer[3]!, '08:45:00')],
      [`2-recovery-${TODAY}.csv`]: extractFile(rows),
      ...changeOfAddress(),
    },
    toldDays.wednesday(),
  );
}

/**
 * Somebody who opted out comes again and is left alone; another opts in again; a dispute comes in and stops a text. Three
 * working days after the payment that was taken back its payer is told after all.
 */
export function thursday(): Files {
  const [stops, , , , asks] = known.answer as [Row, Row, Row, Row, Row];
  const held = person(newAccount(), { trigger: missed(), contact: text });
  const hold = { scope: 'account', account_ref: held.account_ref, bill_year: YEAR, code: 'S6', from: TODAY };
  const second = { stage_code: 'REM2', stage_date: TODAY, pay_by: '' };
  return withTold(
    {
      '1-since-last-night.ndjson': [fact('recovery.hold-applied', '08:50:00', hold)],
      [`2-recovery-${TODAY}.csv`]: extractFile([...newPeople(36), held, again(known.havePaid[0]!), again(stops, second), again(asks, second)]),
      '3-residents.replies.json': [reply(asks, 'START')],
    },
    toldDays.thursday(),
  );
}

/** No recovery texts go on Fridays: what the night asks for waits for Monday, and what is too late by then is dropped. */
export function friday(): Files {
  const tooLate = Array.from({ length: 2 }, () => person(newAccount(), { trigger: { ...first(), stage_date: daysBefore(3) }, contact: text }));
  return withTold(
    {
      '0-post.returned.json': BROUGHT_BACK,
      '1-since-last-night.ndjson': [payment(known.answer[4]!, '08:30:00', { paid_at: at('08:30:00') })],
      [`2-recovery-${TODAY}.csv`]: extractFile([...newPeople(16), ...tooLate]),
    },
    toldDays.friday(),
  );
}
