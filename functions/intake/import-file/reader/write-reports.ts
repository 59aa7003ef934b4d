import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Control, FileOutcome, OfSnapshot, Receipt, Waiting } from '../../../../contracts/files/receipt.ts';
import type { ObjectStore, ObjectVersion } from '../../ports.ts';
import type { Reject } from './reject.ts';

/** A file that was read, as its sender is told of it. */
export type Told = OfSnapshot & {
  extract_id: string | null;
  /** Why the whole file is refused, as codes. */
  reasons: readonly string[];
  rows: number;
  taken: number;
  rejected: number;
  control: Control;
  rejects: () => Iterable<Reject>;
  waiting?: Waiting | undefined;
  not_csv: { line: number } | null;
  /** What a code means, and what to do. */
  text: (code: string) => string;
  /** What should stand in a row that was refused. */
  rowText: (reject: Reject) => string;
};

type Reports = { object: ObjectVersion; at: number; told: Told; reportPath: string };

/** Writes the reject report and then the receipt beside the file: a sender that sees the receipt finds the report. */
export async function writeReports(
  deps: { objects: ObjectStore },
  reports: Reports,
  outcome: FileOutcome,
): Promise<void> {
  const { object, told, reportPath } = reports;
  const beside = (name: string) => ({ bucket: object.bucket, key: `${object.key}.${name}.json` });
  const write = async (name: string, pieces: Iterable<string>) => {
    await pipeline(Readable.from(pieces), createWriteStream(reportPath, { mode: 0o600 }));
    await deps.objects.writeJson(beside(name), reportPath);
  };
  try {
    await write('rejects', jsonList(outcome === 'already-imported' ? [] : told.rejects(), told.rowText));
    await write('receipt', [`${JSON.stringify(receiptOf(reports, outcome), null, 2)}\n`]);
  } finally {
    await rm(reportPath, { force: true });
  }
}

function receiptOf({ object, at, told }: Reports, outcome: FileOutcome): Receipt {
  const codes = outcome === 'already-imported' ? ['already-imported'] : told.reasons;
  return {
    file: object.key,
    extract_id: told.extract_id,
    outcome,
    reasons: codes.map((code) => ({
      code,
      text: told.text(code),
      ...(code === 'not-csv' && told.not_csv && { line: told.not_csv.line }),
    })),
    rows: told.rows,
    taken: outcome === 'taken' ? told.taken : 0,
    rejected: outcome === 'already-imported' ? 0 : told.rejected,
    waiting: outcome === 'taken' && told.waiting ? [told.waiting] : [],
    control: told.control,
    ...(told.changes && { changes: told.changes, held: told.held ?? false }),
    imported_at: new Date(at).toISOString(),
  };
}

/** One row to a line, without holding the list. */
function* jsonList(rows: Iterable<Reject>, text: Told['rowText']): Generator<string> {
  let before = '[\n';
  for (const { raw, says, ...row } of rows) {
    yield `${before}  ${JSON.stringify({ ...row, text: text({ ...row, raw, says }), raw })}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
