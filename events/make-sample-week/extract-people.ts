// Who is on Monday's extract: so many of each kind, and some people whom the day's events tell of.
import { int, pick, shuffle } from './chance.ts';
import { daysBefore } from './day.ts';
import { final, first, missed, newAccount, newMail, newMobile, type Particulars, person, type Row, second, text } from './people.ts';

/** The marks on the rows of those who must be left alone, with how many people have them. */
const HELD: [number, () => Row][] = [
  [5, () => ({ breathing_space_from: daysBefore(int(2, 40)), breathing_space_to: pick(['', daysBefore(-32)]) })],
  [3, () => ({ deceased_flag: 'Y' })],
  [3, () => ({ insolvency_code: pick(['IVA', 'DRO', 'BKY']) })],
  [4, () => ({ vulnerable_flag: 'Y' })],
  [6, () => ({ arrangement_status: 'KEPT' })],
  [3, () => ({ dispute_flag: 'Y' })],
  [3, () => ({ exemption_pending: 'Y' })],
  [9, () => ({ last_payment_date: daysBefore(int(0, 4)), last_payment_amount: `${int(50, 200)}.00` })],
  [4, () => ({ cts_claim_pending: 'Y' })],
  [2, () => ({ appointee_ref: `A${int(100, 999)}` })],
  [2, () => ({ safe_contact_flag: 'Y' })],
  [2, () => ({ agent_code: 'EA1' })],
  [2, () => ({ payments_posted_to: `${daysBefore(3)}T18:00:00+01:00` })],
  [4, () => ({ balance: `${int(1, 9)}.${int(10, 99)}`, overdue_amount: '1.00' })],
  [6, () => ({ pay_method: 'DD', dd_status: 'LIVE' })],
  [4, () => ({ hold_code: 'OFFICER', hold_until: daysBefore(-16) })],
  [4, () => ({ gone_away_flag: 'Y' })],
  [2, () => ({ vulnerable_flag: 'Y', dispute_flag: 'Y', hold_code: 'OFFICER' })],
];

const alone = (more?: Particulars) => () => person(newAccount(), more);

/** Monday's file, in no order that means anything. */
export function peopleOfMonday(): Row[] {
  const rows: Row[] = [];
  const add = (count: number, make: () => Row | Row[]) => {
    for (let i = 0; i < count; i += 1) rows.push(...[make()].flat());
  };

  // Those who should hear from the council.
  add(58, () => person(newAccount(), { trigger: first() }));
  add(46, () => person(newAccount(), { trigger: missed() }));
  add(20, () => person(newAccount(), { trigger: second() }));
  add(22, () => person(newAccount(), { trigger: final() }));
  add(1, alone({ trigger: first(), contact: (row) => ({ mobile: '07700 900002', mobile_verified_at: daysBefore(200), email: newMail(row), email_verified_at: daysBefore(20) }) }));
  add(1, alone({ trigger: first(), contact: () => ({ mobile: '07700 900003', mobile_verified_at: daysBefore(30) }) }));

  // Those who must be left alone.
  for (const [count, values] of HELD) add(count, () => person(newAccount(), { values: values() }));
  add(4, alone({ contact: () => ({ mobile: pick(['', '01632 960456', '0770 0900']), email: pick(['', 'none', 'not known']) }) }));
  add(5, alone({ contact: (row) => ({ ...text(row), email: '', sms_opt_out: 'Y' }) }));
  add(3, alone({ contact: (row) => ({ ...text(row), email: newMail(row), email_verified_at: daysBefore(9), sms_opt_out: 'Y' }) }));
  add(3, alone({ trigger: first(), values: { stage_date: daysBefore(3), pay_by: daysBefore(1) } }));

  // Couples: one text for the household. In the last kind what protects one protects both.
  add(9, () => {
    const [account, trigger] = [newAccount(), first()];
    return [person(account, { trigger, contact: text }), person(account, { trigger, seq: 2 })];
  });
  add(2, () => {
    const [account, trigger] = [newAccount(), first()];
    return [person(account, { trigger, values: { dispute_flag: 'Y' } }), person(account, { trigger, seq: 2 })];
  });
  // One mobile for two accounts: one text a week.
  add(2, () => {
    const mobile = newMobile();
    const contact = () => ({ mobile, mobile_verified_at: daysBefore(60) });
    return [person(newAccount(), { trigger: first(), contact }), person(newAccount(), { trigger: missed(), contact })];
  });

  // Those about whom there is nothing to say today.
  add(14, alone({ trigger: { stage_code: 'NONE' }, values: { overdue_amount: '0.00' } }));
  add(8, () => person(newAccount(), { trigger: { stage_code: pick(['SUMMONS', 'LO']), stage_date: daysBefore(int(10, 90)) } }));
  add(5, () => person(newAccount(), { trigger: { stage_code: 'REM1', stage_date: daysBefore(int(9, 20)) } }));

  // Rows that cannot be read: they are reported to the sender and the others go on.
  add(1, alone({ trigger: first(), values: { balance: '1O4.00' } }));
  add(1, alone({ trigger: first(), values: { stage_date: '31/09/2026' } }));

  shuffle(rows);
  return rows;
}

/** Ordinary people whom the events tell of, so that a text is seen to be stopped. All were reminded today. */
export function peopleOfTheEvents() {
  const today = (): Row => ({ ...first(), stage_date: daysBefore(0) });
  const bothWays = (row: Row): Row => ({ ...text(row), email: newMail(row), email_verified_at: daysBefore(9) });
  const textOnly = (row: Row): Row => ({ ...text(row), email: '' });
  return {
    havePaid: Array.from({ length: 5 }, () => person(newAccount(), { trigger: today(), contact: text })),
    inBreathingSpace: person(newAccount(), { trigger: missed(), contact: text }),
    /** Settled later that morning. */
    inDispute: person(newAccount(), { trigger: { ...second(), stage_date: daysBefore(0) }, contact: text }),
    optsOutOfTexts: person(newAccount(), { trigger: first(), contact: bothWays }),
    optsOutOfOnlyWay: person(newAccount(), { trigger: missed(), contact: textOnly }),
    hasDied: person(newAccount(), { trigger: final(), contact: text }),
    /** What an officer has on hold until tomorrow. */
    heldUntilTomorrow: person(newAccount(), { trigger: missed(), contact: text, values: { hold_code: 'OFFICER', hold_until: daysBefore(-1) } }),
    /** Told today, and each sends something back. */
    answer: Array.from({ length: 6 }, () => person(newAccount(), { trigger: today(), contact: textOnly })),
  };
}

export type PeopleOfTheEvents = ReturnType<typeof peopleOfTheEvents>;

/** What a later night brings anew: fewer of each kind than the first. */
export function newPeople(count: number): Row[] {
  const rows = Array.from({ length: count }, (_, i) => person(newAccount(), { trigger: pick([first, first, missed, second, final])(), ...(i % 9 === 8 ? { values: pick(HELD)[1]() } : {}) }));
  const [account, trigger] = [newAccount(), first()];
  rows.push(person(account, { trigger, contact: text }), person(account, { trigger, seq: 2 }));
  shuffle(rows);
  return rows;
}
