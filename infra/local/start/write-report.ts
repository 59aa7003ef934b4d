import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import type { Report } from './report.ts';

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
