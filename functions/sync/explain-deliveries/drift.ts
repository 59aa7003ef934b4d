import * as z from 'zod';
import {
  COMPARED,
  type DriftAnswer,
  type DriftAsked,
  MOST_ROWS,
  type ToldOf,
  type ToldPage,
} from '../../../contracts/officers/drift.ts';
import type { Key } from '../../shared/ids.ts';
import { inFlight } from '../../shared/in-flight.ts';
import type { Ended } from '../rules/subject.ts';
import { differing } from '../rules/told-values.ts';
import type { Deps } from './deps.ts';

type Row = DriftAsked['rows'][number];

const AT_ONCE = 20;

const text = z.string().max(1_000);

/** Tolerant of what else stands there. */
export const driftAsked: z.ZodType<DriftAsked> = z.object({
  subscriber: text,
  rows: z
    .array(
      z.object({
        ref: text,
        subject: text,
        sequence: z
          .string()
          .regex(/^\d{1,15}$/)
          .optional(),
        values: z.partialRecord(z.enum(COMPARED), text),
      }),
    )
    .max(MOST_ROWS),
});

const isDelivered = ({ state }: Ended): boolean => state === 'delivered';

/** Whom a subscriber was told of, page by page. One may stand on two pages, or under two names. */
export async function toldOf({ store, mayHave }: Deps, subscriber: string, after?: string): Promise<ToldPage> {
  const { ended, next } = await store.all(after);
  const told = new Map<string, ToldOf>();
  for (const { called, subject, ...each } of ended)
    if (each.subscriber === subscriber && called && isDelivered({ called, subject, ...each }))
      told.set(`${called} ${subject}`, { ref: called, subject });
  return { items: [...told.values()], next, may_have: mayHave.get(subscriber) ?? [] };
}

/** Compares rows of a subscriber's own copy with what it was told last. No value is kept: what was told is known by keyed digests. */
export async function compared(deps: Deps, { subscriber, rows }: DriftAsked): Promise<DriftAnswer> {
  const answers = new Map<Row, DriftAnswer['rows'][number]>();
  await inFlight(rows, AT_ONCE, async (row) => {
    const { ended } = await deps.store.ofSubject({ subscriber, subject: row.subject as Key });
    answers.set(row, answerOf(deps, { subscriber, row, told: ended.filter(isDelivered) }));
  });
  return { rows: rows.map((row) => answers.get(row) as DriftAnswer['rows'][number]) };
}

type Comparing = { subscriber: string; row: Row; told: readonly Ended[] };

function answerOf({ key }: Deps, { subscriber, row, told }: Comparing): DriftAnswer['rows'][number] {
  const { ref, sequence } = row;
  const of = told.filter(({ called }) => called === ref);
  const last = of.reduce((most, each) => (BigInt(each.sequence) > most ? BigInt(each.sequence) : most), 0n);
  if (sequence !== undefined && BigInt(sequence) !== last)
    return { ref, state: BigInt(sequence) < last ? 'behind' : 'ahead', columns: [] };
  const lastOf = (each: Ended) => each.tries.at(-1) ?? 0;
  const newest = of.filter(({ values }) => values !== undefined).sort((a, b) => lastOf(b) - lastOf(a))[0];
  const place = { subscriber, subject: row.subject as Key };
  const columns = newest?.values ? differing(key, place, { told: newest.values, copy: row.values }) : [];
  return { ref, state: columns.length === 0 ? 'agrees' : 'differs', columns };
}
