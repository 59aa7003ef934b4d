import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterTry, type Circuit, SHUT, withProbe } from '../../../../functions/sync/rules/circuit.ts';

const failing = (circuit: Circuit, at: number, { isProbe = false, chance = 0.5 } = {}) =>
  afterTry(circuit, { isProbe, failed: true, at }, chance);
const answered = (circuit: Circuit, at = 0) => afterTry(circuit, { isProbe: false, failed: false, at }, 0.5);
const failedAt = (ends: number[]) => ends.reduce((circuit, at) => failing(circuit, at), SHUT);
const nine = [0, 0, 0, 0, 0, 0, 0, 0, 0];

describe('a circuit', () => {
  test('opens with the tenth failure in a row, if the first ended a minute ago', () => {
    expect(failedAt([...nine, 59_999]).open).toBeNull();
    expect(failedAt([...nine, 59_999, 60_000]).open).toMatchObject({ at: 60_000 });
    expect(failedAt(nine.map((at) => at + 90_000)).open).toBeNull();
    expect(failedAt([...nine, 60_000]).open).toEqual({ at: 60_000, probes: 0, probe_at: 120_000, probing_until: 0 });
  });

  test('any other answer begins the row anew', () => {
    expect(failing(answered(failedAt(nine)), 60_000)).toMatchObject({ failures: 1, since: 60_000, open: null });
    expect(answered(SHUT)).toBe(SHUT); // nothing to write
  });

  test('has probes 60 s after it opened, then after 120, 240, 480 and from then on 900 s, each ± 20%', () => {
    let circuit = failedAt([...nine, 60_000]);
    const waits: number[] = [];
    for (let probe = 0; probe < 7; probe += 1) {
      const { probe_at } = circuit.open!;
      waits.push(probe_at - (probe === 0 ? 60_000 : (waits.at(-1) ?? 0)));
      circuit = withProbe(circuit, { now: probe_at, until: probe_at + 60_000 })!;
      const ended = probe_at + 100;
      circuit = failing(circuit, ended, { isProbe: true });
      waits[waits.length - 1] = circuit.open!.probe_at - ended;
    }
    expect(waits).toEqual([120_000, 240_000, 480_000, 900_000, 900_000, 900_000, 900_000]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
        const { probe_at } = failing(failedAt(nine), 60_000, { chance }).open!;
        return probe_at >= 60_000 + 48_000 && probe_at <= 60_000 + 72_000;
      }),
    );
  });

  test('lets one probe through at a time, at its time, and another when that one is lost', () => {
    const circuit = failedAt([...nine, 60_000]);
    expect(withProbe(circuit, { now: 119_999, until: 180_000 })).toBeNull();
    const probing = withProbe(circuit, { now: 120_000, until: 180_000 })!;
    expect(withProbe(probing, { now: 179_999, until: 240_000 })).toBeNull();
    expect(withProbe(probing, { now: 180_000, until: 240_000 })).not.toBeNull();
    expect(withProbe(SHUT, { now: 180_000, until: 240_000 })).toBeNull();
  });

  test('closes with any other answer, of a probe or of a try that had begun before', () => {
    expect(answered(failedAt([...nine, 60_000]))).toMatchObject({ failures: 0, open: null });
  });

  test('asks nobody sooner than 48 s after a try that had begun before it opened', () => {
    const open = failing(failedAt(nine), 60_000, { chance: 0 });
    expect(open.open!.probe_at).toBe(108_000);
    expect(failing(open, 85_000).open).toMatchObject({ probe_at: 133_000, probes: 0 });
  });
});
