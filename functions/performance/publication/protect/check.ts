import { ABSENT, HIDDEN, NO_SUM, type Table, TRUE_SUM } from './table.ts';

/** A change of hidden cells that leaves everything published as it is: [cell, +1 or -1]. */
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

const partsMakeTotal = (table: Table, total: number, stride: number, length: number): boolean => {
  let sum = 0;
  for (let place = 1; place < length; place += 1)
    if (table.state[total + place * stride] !== ABSENT) sum += table.value[total + place * stride]!;
  return sum === table.value[total];
};

/**
 * Whether the move can be made in every release at once without any published figure changing: each equation, over the
 * cells that were hidden by then, sums to zero. For that, the steps of each equation must cancel among cells hidden
 * since the same release; before a period was published as the sum of its parts, that equation did not bind.
 */
export const changesNothingPublished = (table: Table, move: Move, strictness: Strictness): boolean => {
  const { width, axes, times, state, since, sums, summedSince } = table;
  const balance = new Balance();
  for (const [cell, step] of move) {
    if (state[cell] !== HIDDEN) return false;
    const time = Math.floor(cell / width);
    const combination = cell % width;
    for (const { stride, labels } of axes) {
      const place = Math.floor(combination / stride) % labels.length;
      const total = cell - place * stride;
      if (labels.length === 1 || state[total] === ABSENT) continue;
      balance.add(`${total}/${stride}/${since[cell]}`, place === 0 ? -step : step, () =>
        partsMakeTotal(table, total, stride, labels.length),
      );
    }
    for (const [whole, signed] of [
      [times[time]!.parent, step],
      [time, -step],
    ] as const) {
      const sum = whole * width + combination;
      if (whole < 0 || sums[sum] === NO_SUM) continue;
      const from = Math.max(since[cell]!, summedSince[whole]!);
      balance.add(`${sum}//${from}`, signed, () => sums[sum] === TRUE_SUM);
    }
  }
  return balance.isZero(strictness);
};
