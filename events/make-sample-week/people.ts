// The people of the sample week as rows of the extract: who they are, how they are reached and what they owe.
import { chance, int, pick, shuffle } from './chance.ts';
import { daysBefore } from './day.ts';

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

/** A row of the extract by column. */
export type Row = Record<string, string>;

// Notify's test key fails texts to …900002 (for good) and …900003 (for now); …000, …111 and …222 it never stores.
const KEPT_ASIDE = new Set([0, 2, 3, 111, 222]);
const mobiles = Array.from({ length: 1000 }, (_, n) => n).filter((n) => !KEPT_ASIDE.has(n));
shuffle(mobiles);
// The spellings that back offices really hold; all are the same number once repaired.
const SPELLINGS: ((three: string) => string)[] = [
  (three) => `07700900${three}`,
  (three) => `07700 900${three}`,
  (three) => `07700 900 ${three}`,
  (three) => `+447700900${three}`,
  (three) => `7700900${three}`,
];
export const newMobile = () => pick(SPELLINGS)(String(mobiles.pop()).padStart(3, '0'));
/** A number from the other end of the list: whom events tell of change nobody on the extract. */
export const reservedMobile = () => `07700 900${String(mobiles.shift()).padStart(3, '0')}`;
let mails = 0;
const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z-]/g, '')
    .toLowerCase();
export const newMail = (row: Row) =>
  `${plain(row.first_name!)}.${plain(row.last_name!)}${(mails += 1)}@example.${pick(['org', 'com', 'net'])}`;

let accounts = 0;
let people = 0;
export const newAccount = (): Row => ({
  account_ref: `80${1_000_000 + (accounts += 1) * 7}`,
  address_line_1: `${int(1, 180)} ${pick(STREETS)}`,
  address_line_2: pick(TOWNS),
  postcode: `TS0 ${int(1, 9)}${pick(['AA', 'BQ', 'XX', 'ZZ'])}`,
});

export const text = (row: Row): Row => ({ mobile: newMobile(), mobile_verified_at: daysBefore(int(5, 340)), ...maybeMail(row) });
const maybeMail = (row: Row): Row => (chance() < 0.4 ? { email: newMail(row), email_verified_at: daysBefore(int(5, 340)) } : {});
const unverified = (row: Row): Row => ({ ...text(row), mobile_verified_at: pick(['', daysBefore(int(400, 1200))]) });
const email = (row: Row): Row => ({
  mobile: pick(['', '01632 960123', '']),
  email: newMail(row),
  email_verified_at: daysBefore(int(5, 340)),
});
/** Somewhere to write to, as people come: most have a mobile that was checked within the year. */
const reachable = (row: Row): Row => pick([text, text, text, text, unverified, email])(row);

export const first = (): Row => ({ stage_code: 'REM1', stage_date: daysBefore(int(0, 3)) });
export const second = (): Row => ({ stage_code: 'REM2', stage_date: daysBefore(int(0, 3)) });
export const final = (): Row => ({ stage_code: 'FINAL', stage_date: daysBefore(int(0, 3)) });
export const missed = (): Row => ({ stage_code: 'NONE', missed_instalment_date: daysBefore(pick([13, 8, 7])) });
const anyTrigger = (): Row => pick([first, first, missed, missed, second, final])();

export type Particulars = { trigger?: Row; contact?: (row: Row) => Row; values?: Row; seq?: number };

/** Somebody who is liable on an account, as a row of the extract. What is not said of them is left to chance. */
export function person(account: Row, more: Particulars = {}): Row {
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
