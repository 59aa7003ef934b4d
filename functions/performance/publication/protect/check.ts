import { ABSENT, HIDDEN, NO_SUM, type Table, TRUE_SUM } from './table.ts';

/** A change of hidden cells that leaves everything published as it is: [cell, step], steps mostly +1 or -1. */
export type Move = [number, number][];

/** `nominal`: every total is taken as the sum of its parts. `true`: only where its numbers are. */
export type Strictness = 'nominal' | 'true';

/** Sums of a move's steps, by equation and by the release since which the cell is hidden. */
class Balance {
  private readonly sums = new Map<string, { sum: number; holds: () => boolean }>();

  add(equation: string, step: number, holds: () => boolean): void {
    const found = this.sums.get(equation);
    if (found) found.sum += step;
    else this.sums.set(equation, { sum: step, holds });
  }

  isZero(strictness: Strictness): boolean {
    for (const { sum, holds } of this.sums.values())
      if (sum !== 0 && (strictness === 'nominal' || holds())) return false;
    return true;
  }
}

export const partsMakeTotal = (table: Table, total: number, stride: number, length: number): boolean => {
  let sum = 0;
  for (let place = 1; place < length; place += 1)
    if (table.state[total + place * stride] !== ABSENT) sum += table.value[total + place * stride]!;
  return sum === table.value[total];
};

/** A total beside which no part of it is published (days that are not split) is the sum of nothing. */
export const hasParts = ({ state }: Pick<Table, 'state'>, total: number, stride: number, length: number): boolean => {
  for (let place = 1; place < length; place += 1) if (state[total + place * stride] !== ABSENT) return true;
  return false;
};

/** A cut that looks at no earlier release: any hidden cell may have been corrected for this one. */
const ALONE = 0;

/**
 * From which release on each cell of a move is taken to have another count: since it was hidden, or (for those that
 * changed on or after `cut`) only since it has its present count.
 */
const fromOf = (table: Table, cell: number, cut: number): number => {
  if (cut === ALONE) return table.now;
  return table.since[cell]! < cut && table.changed[cell]! >= cut ? table.changed[cell]! : table.since[cell]!;
};

/** How far a move can be made forwards or backwards with every count at least `lowest`. */
const hasRoom = (table: Table, move: Move, { cut, lowest }: { cut: number; lowest: number }): boolean => {
  let up = Number.POSITIVE_INFINITY;
  let down = Number.POSITIVE_INFINITY;
  for (const [cell, step] of move) {
    const least = fromOf(table, cell, cut) === table.since[cell] ? table.least[cell]! : table.value[cell]!;
    if (step > 0) down = Math.min(down, (least - lowest) / step);
    else up = Math.min(up, (lowest - least) / step);
  }
  return up >= 1 || down >= 1;
};

const balances = (table: Table, move: Move, { cut, strictness }: { cut: number; strictness: Strictness }): boolean => {
  const { width, axes, times, state, sums, summedSince } = table;
  const balance = new Balance();
  for (const [cell, step] of move) {
    const from = fromOf(table, cell, cut);
    const time = Math.floor(cell / width);
    const combination = cell % width;
    for (const { stride, labels } of axes) {
      const place = Math.floor(combination / stride) % labels.length;
      const total = cell - place * stride;
      if (state[total] === ABSENT || !hasParts(table, total, stride, labels.length)) continue;
      balance.add(`${total}/${stride}/${from}`, place === 0 ? -step : step, () =>
        partsMakeTotal(table, total, stride, labels.length),
      );
    }
    for (const [whole, signed] of [
      [times[time]!.parent, step],
      [time, -step],
    ] as const) {
      const sum = whole * width + combination;
      if (whole < 0 || sums[sum] === NO_SUM) continue;
      balance.add(`${sum}//${Math.max(from, summedSince[whole]!)}`, signed, () => sums[sum] === TRUE_SUM);
    }
  }
  return balance.isZero(strictness);
};

/**
 * Whether the move gives another table of whole numbers, none below `lowest`, that agrees with everything published in
 * this and every earlier release. For that, the steps of each equation must cancel among cells that take part since the
 * same release; before a period was published as the sum of its parts, that equation did not bind. `alone`: with
 * everything published in this release, whatever hidden cells were before it.
 */
export const changesNothingPublished = (
  table: Table,
  move: Move,
  { strictness, lowest, alone = false }: { strictness: Strictness; lowest: number; alone?: boolean },
): boolean => {
  if (move.some(([cell]) => table.state[cell] !== HIDDEN)) return false;
  if (alone) return hasRoom(table, move, { cut: ALONE, lowest }) && balances(table, move, { cut: ALONE, strictness });
  const cuts = new Set([Number.POSITIVE_INFINITY]);
  for (const [cell] of move) if (table.changed[cell]! > table.since[cell]!) cuts.add(table.changed[cell]!);
  for (const cut of cuts)
    if (hasRoom(table, move, { cut, lowest }) && balances(table, move, { cut, strictness })) return true;
  return false;
};
