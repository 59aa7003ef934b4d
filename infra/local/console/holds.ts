import { CODES, type Code } from '../../../contracts/codes.ts';
import type { HeldBy, HeldView } from '../../../contracts/officers/holds.ts';
import type { SetAsideView } from '../../../contracts/officers/notices.ts';
import { codeName, day } from '../../../contracts/officers/words.ts';
import type { OfficersPages } from '../start/officers.ts';
import type { Column } from './csv.ts';
import { CLASSES, heldFor, sentBy, whenWords } from './words.ts';

const classWords = (code: Code): string => CLASSES[CODES[code].class];

/** How many notices each code holds, by class, most first within it. A notice that several codes hold counts for each. */
export function heldSums(held: Record<string, number>) {
  const classes = new Map<string, { code: Code; words: string; count: number }[]>();
  for (const [code, count] of (Object.entries(held) as [Code, number][]).sort(([, a], [, b]) => b - a)) {
    const name = classWords(code);
    classes.set(name, [...(classes.get(name) ?? []), { code, words: codeName(code), count }]);
  }
  const order = Object.values(CLASSES);
  return [...classes]
    .map(([name, codes]) => ({ key: name.toLowerCase().replace(/\W+/g, '-'), name, codes }))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

const SOURCES: Record<string, string> = { file: 'the file', rules: 'the rules' };

/**
 * Where an officer ends a hold. Only what another system told can be ended here: a mark ends in the file, and what the rules
 * found when they look again.
 */
export const endingOf = (
  account_ref: string | null,
  hold: { code: string; source: string; from: string | null },
): string =>
  account_ref === null || hold.from === null || Object.hasOwn(SOURCES, hold.source)
    ? ''
    : `/holds/release?${new URLSearchParams({ account_ref, code: hold.code, source: hold.source, from: hold.from })}`;

const byRow = ({ code, words, source, from, to }: HeldBy, account_ref: string | null) => ({
  ending: endingOf(account_ref, { code, source, from }),
  name: heldFor([code]),
  words,
  source: SOURCES[source] ?? source,
  // A hold of the rules ends when what they look at changes; it has no day.
  until: to !== null ? `until ${day(to)}` : source === 'rules' ? '' : 'until further notice',
  from: from === null ? '' : `from ${day(from)}`,
});

export const heldRow = (held: HeldView, now: number) => ({
  ...held,
  since: whenWords(held.since, now),
  by: held.by.map((each) => byRow(each, held.account_ref)),
});

/** Everything that is held, by account. */
export async function heldFrom(officers: Pick<OfficersPages, 'holds'>): Promise<HeldView[]> {
  const all: HeldView[] = [];
  for await (const page of officers.holds()) for (const each of page) all.push(each);
  return all.sort((a, b) => order(a.account_ref ?? '', b.account_ref ?? '') || order(a.notice_id, b.notice_id));
}

/** Everything that waits for an officer, as it was set aside. */
export async function asideFrom(officers: Pick<OfficersPages, 'setAside'>): Promise<SetAsideView[]> {
  const all: SetAsideView[] = [];
  for await (const page of officers.setAside()) for (const each of page) all.push(each);
  return all.sort((a, b) => order(a.since, b.since));
}

export const asideRow = ({ since, channel, ...rest }: SetAsideView, now: number) => ({
  ...rest,
  since: whenWords(since, now),
  by: sentBy(channel),
});

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));

export const heldColumns = (): Column<HeldView>[] => [
  ['Account', ({ account_ref }) => account_ref],
  ['Person', ({ person_ref }) => person_ref],
  ['Notice', ({ title }) => title],
  ['Held since', ({ since }) => since],
  ['Held for', ({ by }) => heldFor(by.map(({ code }) => code))],
  ['Told by', ({ by }) => by.map(({ source }) => SOURCES[source] ?? source).join(', ')],
  ['Until', ({ by }) => by.map(({ to }) => to ?? '').join(', ')],
  ['Notice id', ({ notice_id }) => notice_id],
];
