import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from './folders.ts';
import type { Report } from './report.ts';

/**
 * Makes the folder of a report. Found out at the end, it would have cost the whole run.
 * @throws Error in words if no report can be written there.
 */
export function checkReport(file: string): void {
  makeFolder('--report', dirname(resolve(file)));
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`--report: ${file} is a folder. Name a file in it`);
  }
}

/** Writes a report, one decision to a line: a large run's would not fit into one text. */
export function writeReport(path: string, { decisions, ...rest }: Report): void {
  const whole = JSON.stringify(rest, null, 2);
  const file = openSync(`${path}.new`, 'w');
  try {
    writeSync(file, `${whole.slice(0, whole.lastIndexOf('\n}'))},\n  "decisions": [`);
    decisions.forEach((each, i) => {
      writeSync(file, `${i === 0 ? '' : ','}\n    ${JSON.stringify(each)}`);
    });
    writeSync(file, `${decisions.length === 0 ? '' : '\n  '}]\n}\n`);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}
