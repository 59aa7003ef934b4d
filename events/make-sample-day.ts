// Writes events/sample-day/: a Tuesday morning in late September, as the back office would hand it over. Everyone in it
// is invented: the mobiles are from Ofcom's drama range 07700 900000 to 900999, the emails at example.org, .com and
// .net, and TS0 is no real postcode district. The same script gives the same bytes:
//
//   node events/make-sample-day.ts
//
//   1-since-last-night.ndjson   what happened after the extract was taken: payments, holds, opt-outs, a death
//   2-recovery-extract.csv      the nightly recovery extract
//   3-later-that-morning.ndjson a dispute is settled, so its hold ends and the text goes after all
//   4-contact-centre.ndjson     how residents got in touch yesterday, and a few who do so this morning
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const { now } = JSON.parse(readFileSync(join(HERE, 'sample-day.json'), 'utf8')) as { now: string };
const TODAY = now.slice(0, 10);
const YEAR = '2026-27';

// A small deterministic generator (mulberry32): the sample day must not change by itself.
let seed = 20260929;
function next(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
const pick = <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T;
const daysBefore = (days: number) => new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);

const FIRST = (
  'Amina Aled Bethan Bramley Callum Chidi Corinne Dalia Dermot Elspeth Emeka Farida Fergus Gethin Greta Hamish Hester ' +
  'Imogen Ivo Jodie Joss Keziah Kofi Lachlan Leila Maeve Marek Nadia Niall Olwen Oskar Petra Priya Quentin Rhoda Rowan ' +
  'Saoirse Siân Tariq Tess Una Usman Verity Wilf Yasmin Zoë Anne-Marie Maximiliana-Theodosia-Konstantina'
).split(' ');
const LAST = (
  'Ainderby Barwickson Cowpenhall Dinsdaleby Egglesby Fairfieldson Grangeford Hartburner Ingleborrow Kirklevy ' +
  "Longnewton Maltbyson Nortonby O'Yarmley Portrackson Redmarsh Stillingby Thorpeson Urlaywick Wolvistone Adeyinola " +
  'Chowdhurani Kowalewicz Rahmatzai Nguyenby Dvořákovský'
).split(' ');
const STREETS = ['Exemplar Street', 'Specimen Road', 'Sample Close', 'Pattern Lane', 'Trial Terrace', 'Placeholder Way'];
const TOWNS = ['Stockton-on-Tees', 'Thornaby', 'Billingham', 'Norton', 'Yarm', 'Ingleby Barwick'];

type Row = Record<string, string>;

// Notify's test key fails texts to …900002 (for good) and …900003 (for now); …000, …111 and …222 it never stores.
const KEPT_ASIDE = new Set([0, 2, 3, 111, 222]);
const mobiles = Array.from({ length: 1000 }, (_, n) => n).filter((n) => !KEPT_ASIDE.has(n));
for (let i = mobiles.length - 1; i > 0; i -= 1) {
  const j = int(0, i);
  [mobiles[i], mobiles[j]] = [mobiles[j]!, mobiles[i]!];
}
// The spellings that back offices really hold; all are the same number once repaired.
const SPELLINGS: ((three: string) => string)[] = [
  (three) => `07700900${three}`,
  (three) => `07700 900${three}`,
  (three) => `07700 900 ${three}`,
  (three) => `+447700900${three}`,
  (three) => `7700900${three}`,
];
const newMobile = () => pick(SPELLINGS)(String(mobiles.pop()).padStart(3, '0'));
let mails = 0;
const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z-]/g, '')
    .toLowerCase();
const newMail = (row: Row) =>
  `${plain(row.first_name!)}.${plain(row.last_name!)}${(mails += 1)}@example.${pick(['org', 'com', 'net'])}`;

let accounts = 0;
let people = 0;
const newAccount = (): Row => ({
  account_ref: `80${1_000_000 + (accounts += 1) * 7}`,
  address_line_1: `${int(1, 180)} ${pick(STREETS)}`,
  address_line_2: pick(TOWNS),
  postcode: `TS0 ${int(1, 9)}${pick(['AA', 'BQ', 'XX', 'ZZ'])}`,
});

const text = (row: Row): Row => ({ mobile: newMobile(), mobile_verified_at: daysBefore(int(5, 340)), ...maybeMail(row) });
const maybeMail = (row: Row): Row => (next() < 0.4 ? { email: newMail(row), email_verified_at: daysBefore(int(5, 340)) } : {});
const unverified = (row: Row): Row => ({ ...text(row), mobile_verified_at: pick(['', daysBefore(int(400, 1200))]) });
const email = (row: Row): Row => ({
  mobile: pick(['', '01642 000123', '']),
  email: newMail(row),
  email_verified_at: daysBefore(int(5, 340)),
});
/** Somewhere to write to, as people come: most have a mobile that was checked within the year. */
const reachable = (row: Row): Row => pick([text, text, text, text, unverified, email])(row);

const first = (): Row => ({ stage_code: 'REM1', stage_date: daysBefore(int(0, 3)) });
const second = (): Row => ({ stage_code: 'REM2', stage_date: daysBefore(int(0, 3)) });
const final = (): Row => ({ stage_code: 'FINAL', stage_date: daysBefore(int(0, 3)) });
const missed = (): Row => ({ stage_code: 'NONE', missed_instalment_date: pick(['2026-09-15', '2026-09-20', '2026-09-21']) });
const anyTrigger = (): Row => pick([first, first, missed, missed, second, final])();

function person(account: Row, more: { trigger?: Row; contact?: (row: Row) => Row; values?: Row; seq?: number } = {}): Row {
  const instalment = int(95, 240);
  const row: Row = {
    ...account,
    person_ref: `P${700_000 + (people += 1)}`,
    liability_seq: String(more.seq ?? 1),
    title: pick(['Mr', 'Mrs', 'Ms', 'Miss', 'Mx', 'Dr', '']),
    first_name: pick(FIRST),
    last_name: pick(LAST),
    balance: `${instalment * int(2, 7)}.${pick(['00', '50', '12'])}`,
    overdue_amount: `${instalment}.00`,
    pay_method: pick(['CASH', 'CARD', 'ONLINE', 'SO']),
  };
  return { ...row, ...(more.contact ?? reachable)(row), ...(more.trigger ?? anyTrigger()), ...more.values };
}

const rows: Row[] = [];
const add = (count: number, make: () => Row | Row[]) => {
  for (let i = 0; i < count; i += 1) rows.push(...[make()].flat());
};
const alone = (more?: Parameters<typeof person>[1]) => () => person(newAccount(), more);
const held = (values: () => Row) => () => person(newAccount(), { values: values() });

// Those who should hear from the council.
add(58, () => person(newAccount(), { trigger: first() }));
add(46, () => person(newAccount(), { trigger: missed() }));
add(20, () => person(newAccount(), { trigger: second() }));
add(22, () => person(newAccount(), { trigger: final() }));
add(1, alone({ trigger: first(), contact: (row) => ({ mobile: '07700 900002', mobile_verified_at: daysBefore(200), email: newMail(row), email_verified_at: daysBefore(20) }) }));
add(1, alone({ trigger: first(), contact: () => ({ mobile: '07700 900003', mobile_verified_at: daysBefore(30) }) }));

// Those who must be left alone, by the marks on their rows. Counts are per code.
const HELD: [number, () => Row][] = [
  [5, () => ({ breathing_space_from: daysBefore(int(2, 40)), breathing_space_to: pick(['', '2026-10-30']) })],
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
  [2, () => ({ payments_posted_to: '2026-09-26T18:00:00+01:00' })],
  [4, () => ({ balance: `${int(1, 9)}.${int(10, 99)}`, overdue_amount: '1.00' })],
  [6, () => ({ pay_method: 'DD', dd_status: 'LIVE' })],
  [4, () => ({ hold_code: 'OFFICER', hold_until: '2026-10-14' })],
  [4, () => ({ gone_away_flag: 'Y' })],
  [2, () => ({ vulnerable_flag: 'Y', dispute_flag: 'Y', hold_code: 'OFFICER' })],
];
for (const [count, values] of HELD) add(count, held(values));
add(4, alone({ contact: () => ({ mobile: pick(['', '01642 000456', '0770 0900']), email: pick(['', 'none', 'not known']) }) }));
add(5, alone({ contact: (row) => ({ ...text(row), email: '', sms_opt_out: 'Y' }) }));
add(3, alone({ contact: (row) => ({ ...text(row), email: newMail(row), email_verified_at: daysBefore(9), sms_opt_out: 'Y' }) }));
add(3, alone({ trigger: first(), values: { stage_date: '2026-09-26', pay_by: '2026-09-28' } }));

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

// A night's file is in no order that means anything.
for (let i = rows.length - 1; i > 0; i -= 1) {
  const j = int(0, i);
  [rows[i], rows[j]] = [rows[j]!, rows[i]!];
}

// --- What events tell of ordinary people on this file, so that a text is seen to be stopped ---
const told = [
  ...Array.from({ length: 5 }, () => person(newAccount(), { trigger: first(), contact: text })),
  person(newAccount(), { trigger: missed(), contact: text }), // 5: breathing space
  person(newAccount(), { trigger: second(), contact: text }), // 6: dispute, settled later that morning
  person(newAccount(), { trigger: first(), contact: (row) => ({ ...text(row), email: newMail(row), email_verified_at: daysBefore(9) }) }), // 7: opts out of texts
  person(newAccount(), { trigger: missed(), contact: (row) => ({ ...text(row), email: '' }) }), // 8: opts out, nothing else
  person(newAccount(), { trigger: final(), contact: text }), // 9: has died
];
told.forEach((row, i) => {
  rows.splice(10 + i * 23, 0, row);
});

let events = 0;
const fact = (type: string, time: string, data: object) => ({
  specversion: '1.0',
  id: `sample-${String((events += 1)).padStart(4, '0')}`,
  source: 'revenues-benefits',
  type: `council.${type}.v1`,
  time: `${TODAY}T${time}+01:00`,
  datacontenttype: 'application/json',
  data,
});
const payment = (row: Row, time: string) =>
  fact('payments.payment-received', time, {
    account_ref: row.account_ref,
    bill_year: YEAR,
    amount_pence: Math.round(Number(row.overdue_amount) * 100),
    paid_at: `${TODAY}T${time}+01:00`,
  });
const dispute = { scope: 'account', account_ref: told[6]!.account_ref, bill_year: YEAR, code: 'S6', from: TODAY };
const sinceLastNight = [
  ...told.slice(0, 5).map((row, i) => payment(row, `08:${12 + i * 9}:00`)),
  fact('recovery.hold-applied', '08:40:00', { scope: 'person', person_ref: told[5]!.person_ref, code: 'S1', from: TODAY, to: '2026-11-27' }),
  fact('recovery.hold-applied', '08:55:00', dispute),
  fact('residents.opt-out-recorded', '09:02:00', { person_ref: told[7]!.person_ref, channel: 'sms', recorded_at: `${TODAY}T09:02:00+01:00` }),
  fact('residents.opt-out-recorded', '09:05:00', { person_ref: told[8]!.person_ref, channel: 'sms', recorded_at: `${TODAY}T09:05:00+01:00` }),
  fact('residents.death-recorded', '09:20:00', { person_ref: told[9]!.person_ref, recorded_at: `${TODAY}T09:20:00+01:00` }),
];
const laterThatMorning = [
  fact('recovery.hold-released', '09:58:00', { ...dispute, ended_at: `${TODAY}T09:58:00+01:00` }),
];

// --- The contact centre: yesterday's counts with one correction, this morning's contacts, and answers on satisfaction ---
const told_by_centre = (type: string, time: string, data: object) => ({
  ...fact(`contacts.${type}`, time, data),
  source: 'contact-centre',
});
const YESTERDAY = daysBefore(1);
// About how many a day in each service, by channel. The mix follows the scrutiny report of 2018; services are invented.
const A_DAY: Record<string, Record<string, number>> = {
  'council-tax': { telephone: 310, face_to_face: 60, email: 75, self_serve: 190, sms: 24 },
  benefits: { telephone: 140, face_to_face: 85, email: 30, self_serve: 60, post: 12 },
  'care-for-your-area': { telephone: 155, face_to_face: 3, email: 18, self_serve: 40 },
  waste: { telephone: 22, face_to_face: 9, email: 4, self_serve: 31 },
};
const near = (count: number) => Math.max(1, Math.round(count * (0.9 + next() * 0.2)));
const yesterdays = Object.entries(A_DAY).flatMap(([service, channels]) =>
  Object.entries(channels).map(([channel, count]) => ({
    service,
    channel,
    from: YESTERDAY,
    to: YESTERDAY,
    contacts: near(count),
    revision: 1,
  })),
);
const clock = (minutes: number) =>
  `${String(8 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
const SERVICES = Object.keys(A_DAY);
const thisMorning = Array.from({ length: 60 }, (_, i) => {
  const service = pick(SERVICES);
  const time = clock(i * 2);
  const channel = pick(['telephone', 'telephone', 'self_serve', 'self_serve', 'email', 'face_to_face']);
  return told_by_centre('contact-made', time, { service, channel, at: `${TODAY}T${time}+01:00` });
});
const answers = Array.from({ length: 45 }, (_, i) =>
  told_by_centre('satisfaction-answered', clock(i * 2 + 1), {
    service: pick(SERVICES),
    channel: pick(['telephone', 'telephone', 'self_serve', 'face_to_face']),
    score: pick([5, 5, 5, 4, 4, 4, 4, 3, 2, 1]),
    on: pick([YESTERDAY, YESTERDAY, TODAY]),
  }),
);
const contactCentre = [
  ...yesterdays.map((data) => told_by_centre('contacts-counted', '06:30:00', data)),
  // The switchboard had counted calls that rang off as contacts.
  told_by_centre('contacts-counted', '09:40:00', { ...yesterdays[0]!, contacts: yesterdays[0]!.contacts - 17, revision: 2 }),
  ...thisMorning,
  ...answers,
];

// --- Writing ---
const COLUMNS = (
  'extract_id extracted_at payments_posted_to account_ref person_ref liability_seq title first_name last_name mobile email ' +
  'mobile_verified_at email_verified_at sms_opt_out email_opt_out bill_year balance overdue_amount next_instalment_date ' +
  'next_instalment_amount missed_instalment_date last_payment_date last_payment_amount pay_method dd_status stage_code ' +
  'stage_date pay_by arrangement_status hold_code hold_until vulnerable_flag deceased_flag dispute_flag exemption_pending ' +
  'cts_claim_pending safe_contact_flag gone_away_flag insolvency_code appointee_ref agent_code breathing_space_from ' +
  'breathing_space_to address_line_1 address_line_2 address_line_3 address_line_4 address_line_5 postcode'
).split(' ');
const ALL_ROWS: Row = {
  extract_id: 'RE-2026-09-29',
  extracted_at: '2026-09-29T02:30:00+01:00',
  payments_posted_to: '2026-09-28T18:00:00+01:00',
  bill_year: YEAR,
  next_instalment_date: '2026-10-15',
  sms_opt_out: 'N',
  email_opt_out: 'N',
};
const quoted = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const line = (row: Row) => COLUMNS.map((column) => quoted(row[column] ?? ALL_ROWS[column] ?? '')).join(',');
const sum = rows.reduce((total, row) => total + (Number.isNaN(Number(row.balance)) ? 0 : Math.round(Number(row.balance) * 100)), 0);
const out = join(HERE, 'sample-day');
const ndjson = (list: object[]) => `${list.map((each) => JSON.stringify(each)).join('\n')}\n`;

mkdirSync(out, { recursive: true });
writeFileSync(join(out, '1-since-last-night.ndjson'), ndjson(sinceLastNight));
writeFileSync(
  join(out, '2-recovery-extract.csv'),
  `${[COLUMNS.join(','), ...rows.map(line), `TRAILER,${rows.length},${(sum / 100).toFixed(2)}`].join('\n')}\n`,
);
writeFileSync(join(out, '3-later-that-morning.ndjson'), ndjson(laterThatMorning));
writeFileSync(join(out, '4-contact-centre.ndjson'), ndjson(contactCentre));
console.log(`${rows.length} people, ${sinceLastNight.length + laterThatMorning.length + contactCentre.length} events in ${out}`);
