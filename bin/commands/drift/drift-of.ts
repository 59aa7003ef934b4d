import {
  type Drift,
  type DriftAnswer,
  type DriftRow,
  type DriftState,
  MOST_ROWS,
  type ToldPage,
} from '../../../contracts/officers/drift.ts';
import type { OfficersApi } from '../officers-api.ts';
import { WrongUsage } from '../trouble.ts';
import type { CopyOfSystem } from './copy-in.ts';

const STATES: readonly DriftState[] = ['agrees', 'behind', 'ahead', 'differs', 'missing', 'unknown'];

/** Compares a system's own copy with what it was told, a few hundred rows at a time. */
export async function driftOf(api: OfficersApi, subscriber: string, { columns, rows }: CopyOfSystem): Promise<Drift> {
  const told = await toldTo(api, subscriber);
  const beyond = columns.filter((column) => !told.may_have.has(column));
  if (beyond.length > 0)
    throw new WrongUsage(`${subscriber} is not told ${beyond.join(', ')}: leave it out of the file.`);
  const all: Drift['refs'] = [];
  const known: DriftRow[] = [];
  for (const row of rows) {
    const subject = told.subjects.get(row.ref);
    if (subject === undefined) all.push({ ref: row.ref, state: 'unknown', columns: [] });
    else known.push({ ...row, subject });
  }
  for (let from = 0; from < known.length; from += MOST_ROWS) {
    const asked = { subscriber, rows: known.slice(from, from + MOST_ROWS) };
    all.push(...(await api.post<DriftAnswer>('drift', asked)).rows);
  }
  const there = new Set(known.map(({ subject }) => subject));
  // Somebody who was told of under two names is there under either.
  const missing = new Map(
    [...told.subjects].filter(([, subject]) => !there.has(subject)).map(([ref, subject]) => [subject, ref]),
  );
  for (const ref of missing.values()) all.push({ ref, state: 'missing', columns: [] });
  const countOf = (state: DriftState) => all.filter((each) => each.state === state).length;
  return {
    subscriber,
    counts: Object.fromEntries(STATES.map((state) => [state, countOf(state)])) as Drift['counts'],
    refs: all.filter(({ state }) => state !== 'agrees').sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

async function toldTo(api: OfficersApi, subscriber: string) {
  const subjects = new Map<string, string>();
  const may_have = new Set<string>();
  let after: string | null = null;
  do {
    const query: string = after === null ? '' : `&after=${encodeURIComponent(after)}`;
    const page: ToldPage = await api.get<ToldPage>(`drift?subscriber=${encodeURIComponent(subscriber)}${query}`);
    for (const { ref, subject } of page.items) subjects.set(ref, subject);
    for (const column of page.may_have) may_have.add(column);
    after = page.next;
  } while (after !== null);
  return { subjects, may_have };
}
