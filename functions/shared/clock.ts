/** The time as cores see it: milliseconds since 1970. */
export type Now = () => number;

/**
 * The clock of the container, moved by `CLOCK_SHIFT_MS` (a whole number of milliseconds). Only one machine's local
 * stage may shift it, and moves it on while the container lives; requests are always signed with the real time.
 * @throws Error if the shift is no whole number, or is not zero on AWS.
 */
export function clockFrom(
  env: { CLOCK_SHIFT_MS: string },
  onAws = process.env['AWS_EXECUTION_ENV'] !== undefined,
): Now {
  const shift = Number(env.CLOCK_SHIFT_MS);
  if (!Number.isSafeInteger(shift))
    throw new Error(`CLOCK_SHIFT_MS must be whole milliseconds, not "${env.CLOCK_SHIFT_MS}"`);
  if (onAws && shift !== 0)
    throw new Error('CLOCK_SHIFT_MS must be 0 on AWS: only a local stage has a clock of its own');
  return () => Date.now() + Number(env.CLOCK_SHIFT_MS);
}
