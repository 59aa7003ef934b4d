import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sampleWeek } from '../../infra/local/start/sample-week.ts';

const EVENTS = join(import.meta.dirname, '..', '..', 'events');
const made = mkdtempSync(join(tmpdir(), 'crier-week-'));
afterAll(() => rmSync(made, { recursive: true, force: true }));

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length));

test('the sample week and the year before it are what their script makes', () => {
  execFileSync(process.execPath, [join(EVENTS, 'make-sample-week.ts'), made], { stdio: 'pipe' });
  for (const part of ['sample-week', 'sample-year']) {
    const [here, there] = [join(EVENTS, part), join(made, part)];
    expect(filesIn(there)).toEqual(filesIn(here));
    for (const name of filesIn(here)) {
      expect(readFileSync(join(there, name)).equals(readFileSync(join(here, name))), name).toBe(true);
    }
  }
});

// https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
const FOR_DRAMA = /^(07700 ?900|01632 ?960|08081 ?570)\d{3}$/;
/** Who gives free advice, as our emails and the week's letters name them. */
const ADVICE = ['08001448848', '08088084000'];

/** A PDF's words, without the numbers that are its own. */
const wordsOf = (path: string): string => {
  const text = readFileSync(path, path.endsWith('.pdf') ? 'latin1' : 'utf8');
  return path.endsWith('.pdf') ? [...text.matchAll(/\((.*)\) Tj/g)].map(([, said]) => said).join('\n') : text;
};

test('every number in it is from the ranges that Ofcom keeps for drama', () => {
  const week = join(EVENTS, 'sample-week');
  const numbers = filesIn(week).flatMap((name) => {
    const text = wordsOf(join(week, name)).replace(/[^\s,"]+@[^\s,"]+/g, '');
    // Account and event numbers are shorter, or do not begin as a telephone number does.
    return [...text.matchAll(/(?<![\d-])(?:\+44|0|7)\d[\d ]{8,12}(?![\d-])/g)].map(([found]) => found.trim());
  });
  // What has fewer than ten digits rings nobody: a back office holds such, and so does the week.
  const digits = numbers
    .map((each) => each.replace(/\D/g, '').replace(/^(44|(?=7))/, '0'))
    .filter((each) => each.length > 9 && !ADVICE.includes(each));
  expect(digits.length).toBeGreaterThan(300);
  expect(digits.filter((each) => !FOR_DRAMA.test(each))).toEqual([]);
});

test('it is Monday to Friday of one week, each with files of its own', () => {
  const days = sampleWeek();
  expect(days.map(({ title }) => title.split(' ')[0])).toEqual([
    'Monday',
    'Tuesday',
    'Wednesday',
    'Thursday',
    'Friday',
  ]);
  expect(days.map(({ begins }) => (begins - days[0]!.begins) / 86_400_000)).toEqual([0, 1, 2, 3, 4]);
  for (const { folder } of days) expect(filesIn(folder).length).toBeGreaterThan(2);
});
