import { around } from './pauses.ts';

/** One for each subscriber: tries that failed one after the other, and whether it is open. */
export type Circuit = {
  version: number;
  failures: number;
  /** When the first of them ended. */
  since: number;
  open: { at: number; probes: number; probe_at: number; probing_until: number } | null;
};

export const SHUT: Circuit = { version: 0, failures: 0, since: 0, open: null };

const FAILURES = 10;
const FAILING_MS = 60_000;
/** From the opening to the first probe, and from the end of each to the next. */
const PROBES_MS = [60_000, 120_000, 240_000, 480_000, 900_000] as const;

const probeAfter = (probes: number, chance: number): number =>
  Math.ceil(around(PROBES_MS[Math.min(probes, PROBES_MS.length - 1)] as number, chance));

export type Ended = { isProbe: boolean; failed: boolean; at: number };

/** A circuit after a try has ended (sync, section 6). The same object if that changes nothing. */
export function afterTry(circuit: Circuit, { isProbe, failed, at }: Ended, chance: number): Circuit {
  const version = circuit.version + 1;
  if (!failed) return circuit.failures === 0 && circuit.open === null ? circuit : { ...SHUT, version };
  const failures = circuit.failures + 1;
  const since = circuit.failures === 0 ? at : circuit.since;
  return { version, failures, since, open: openAfter(circuit, { isProbe, failures, since, at }, chance) };
}

function openAfter(
  { open }: Circuit,
  { isProbe, failures, since, at }: { isProbe: boolean; failures: number; since: number; at: number },
  chance: number,
): Circuit['open'] {
  if (open === null) {
    const opens = failures >= FAILURES && at - since >= FAILING_MS;
    return opens ? { at, probes: 0, probe_at: at + probeAfter(0, chance), probing_until: 0 } : null;
  }
  // One that began before it opened: nobody is asked sooner than the least pause after it.
  if (!isProbe) return { ...open, probe_at: Math.max(open.probe_at, at + Math.ceil(around(PROBES_MS[0], 0))) };
  const probes = open.probes + 1;
  return { ...open, probes, probe_at: at + probeAfter(probes, chance), probing_until: 0 };
}

/** The circuit with a probe under way until an instant at the latest; null if it is not the time for one. */
export function withProbe(circuit: Circuit, { now, until }: { now: number; until: number }): Circuit | null {
  const { open, version } = circuit;
  if (open === null || now < open.probe_at || now < open.probing_until) return null;
  return { ...circuit, version: version + 1, open: { ...open, probing_until: until } };
}
