/**
 * What the engine does with the properties of a resource type. It refuses what is in none of these lists.
 *
 * A property is a dotted path; arrays are transparent (`Targets.Arn` is the Arn of each target), and naming a path takes
 * in all below it. `runs` is carried out, `nothing` is known to have no effect on one machine, `only` limits the values
 * that are carried out.
 */
export type KnownProperties = { runs: string[]; nothing?: string[]; only?: Record<string, RegExp> };
