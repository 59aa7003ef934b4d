import { type Bounds, derivation, narrow } from './bounds.ts';
import { eliminate } from './eliminate.ts';
import { type Changed, type Constraint, equationsOf, type System } from './equations.ts';
import { onlyValues, type Programme, rangeOf } from './programme.ts';
import type { PublishedDataset } from './published.ts';

export type Recovered = { dataset: string; key: string; asOf: string; value: number; by: string; derivation: string[] };

export type Attack = {
  /** How many hidden cells there were to recover; one that changed between releases counts anew. */
  hidden: number;
  recovered: Recovered[];
  /** Hidden cells that can only be one of two neighbouring small counts. Asked for by `ranges`. */
  narrow: { dataset: string; key: string; asOf: string; range: [number, number] }[];
  /** Groups of equations that contradict each other, of which nothing could be learnt. */
  contradictions: number;
};

export type Attacker = {
  /** What is taken as the smallest a hidden count can be: 1 is right for all that were not corrected to nothing. */
  least?: 0 | 1;
  /** Which hidden cells the attacker takes to have changed from one release to the next: none, unless told. */
  changed?: Changed;
  /** Look for narrow ranges below this threshold too (two solutions for each cell, so slow). */
  ranges?: number;
};

/** Tries to work out every hidden count from everything published. Recovered means that one whole number is possible. */
export const attack = (datasets: PublishedDataset[], attacker: Attacker = {}): Attack => {
  const outcome: Attack = { hidden: 0, recovered: [], narrow: [], contradictions: 0 };
  for (const dataset of datasets) attackOne(equationsOf(dataset, attacker.changed ?? (() => false)), attacker, outcome);
  return outcome;
};

const attackOne = (system: System, { least = 0, ranges }: Attacker, outcome: Attack): void => {
  outcome.hidden += system.unknowns.length;
  const report = (unknown: number, value: number, by: string, why: string[]): void => {
    outcome.recovered.push({ ...system.unknowns[unknown]!, value, by, derivation: why });
  };
  const bounds = narrow(system, least);
  const done = new Set<number>();
  for (const { unknown, value, why } of system.given)
    if (!done.has(unknown)) {
      done.add(unknown);
      report(unknown, value, 'an earlier release', [why]);
    }
  system.unknowns.forEach((_, unknown) => {
    if (done.has(unknown) || bounds.lowest[unknown] !== bounds.highest[unknown]) return;
    done.add(unknown);
    report(unknown, bounds.lowest[unknown]!, 'bounds', derivation(system, bounds, unknown));
  });
  for (const { unknowns, constraints } of components(system, bounds, done)) {
    for (const [unknown, { value, from }] of eliminate(constraints)) {
      if (done.has(unknown)) continue;
      done.add(unknown);
      report(
        unknown,
        value,
        'elimination',
        from.map((index) => constraints[index]!.why),
      );
    }
    const programme: Programme = {
      unknowns,
      constraints,
      lowest: (unknown) => bounds.lowest[unknown]!,
      highest: (unknown) => bounds.highest[unknown]!,
    };
    const only = onlyValues(programme);
    if (only === 'contradiction') {
      outcome.contradictions += 1;
      continue;
    }
    for (const [unknown, value] of only)
      if (!done.has(unknown)) report(unknown, value, 'programme', constraints.map(({ why }) => why).slice(0, 12));
    if (ranges)
      for (const unknown of unknowns) {
        const range = rangeOf(programme, unknown);
        if (range[0] >= 1 && range[1] < ranges && range[1] - range[0] === 1)
          outcome.narrow.push({ ...system.unknowns[unknown]!, range });
      }
  }
};

/** Unknowns that hang together by constraints, with what is already known put in. Those that stand alone are left out. */
const components = (
  system: System,
  bounds: Bounds,
  done: Set<number>,
): { unknowns: number[]; constraints: Constraint[] }[] => {
  const leader = system.unknowns.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at]!]!;
      at = leader[at]!;
    }
    return at;
  };
  const left = system.constraints
    .filter((_, index) => !bounds.dropped.has(index))
    .map((constraint) => {
      const terms = constraint.terms.filter(([unknown]) => !done.has(unknown));
      let known = 0;
      for (const [unknown, coefficient] of constraint.terms)
        if (done.has(unknown)) known += coefficient * bounds.lowest[unknown]!;
      return { ...constraint, terms, lowest: constraint.lowest - known, highest: constraint.highest - known };
    })
    .filter(({ terms }) => terms.length > 0);
  for (const { terms } of left) for (const [unknown] of terms) leader[find(unknown)] = find(terms[0]![0]);
  const groups = new Map<number, { unknowns: Set<number>; constraints: Constraint[] }>();
  for (const constraint of left) {
    const root = find(constraint.terms[0]![0]);
    const group = groups.get(root) ?? { unknowns: new Set(), constraints: [] };
    groups.set(root, group);
    group.constraints.push(constraint);
    for (const [unknown] of constraint.terms) group.unknowns.add(unknown);
  }
  return [...groups.values()].map(({ unknowns, constraints }) => ({ unknowns: [...unknowns], constraints }));
};
