// Every door under fire: 250 inputs each, or 20,000 with CRIER_NIGHTLY=1. CRIER_DOOR and CRIER_DOOR_SEED fire one alone.
import { expect, test } from 'vitest';
import { callbacks } from './callbacks.ts';
import { cli } from './cli.ts';
import { config } from './config.ts';
import type { Door } from './door.ts';
import { events } from './events.ts';
import { files } from './files.ts';
import { fireAt, foundInWords } from './fire.ts';
import { officers } from './officers.ts';
import { sandbox } from './sandbox.ts';

const DOORS: Door[] = [events, callbacks, officers, files, config, cli, sandbox];
const { CRIER_NIGHTLY, CRIER_DOOR, CRIER_DOOR_SEED } = process.env;
const inputs = CRIER_DOOR_SEED ? 1 : CRIER_NIGHTLY ? 20_000 : 250;
const from = Number(CRIER_DOOR_SEED ?? 1);
const doors = DOORS.filter(({ name }) => CRIER_DOOR === undefined || CRIER_DOOR === name);

test.each(doors)('the door $name stands', { timeout: 3_600_000 }, async (door) => {
  const report = await fireAt(door, { inputs, from });
  const { found: _, ...figures } = report;
  console.log(JSON.stringify(figures));
  expect(foundInWords(report)).toBe('');
  expect(report.inputs).toBe(inputs);
});
