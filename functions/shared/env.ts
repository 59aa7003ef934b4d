/** The environment of one function: every name its `env.ts` lists, with a value. */
export type Env<Names extends readonly string[]> = Record<Names[number], string>;

/**
 * Reads the variables a function needs. The same list is what its construct must supply, so a misspelt name does not
 * compile. An empty value counts as set. Each is what it is now: the local engine moves the clock of functions that run.
 * @throws Error naming every variable that is missing.
 */
export function readEnv<const Names extends readonly string[]>(
  names: Names,
  from: Record<string, string | undefined>,
): Env<Names> {
  const missing = names.filter((name) => from[name] === undefined);
  if (missing.length > 0) {
    throw new Error(
      `environment variable ${missing.join(', ')} is not set: see the function's env.ts and its construct`,
    );
  }
  const live = names.map((name) => [name, { get: () => from[name], enumerable: true }]);
  return Object.defineProperties({}, Object.fromEntries(live)) as Env<Names>;
}
