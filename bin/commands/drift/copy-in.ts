import { createReadStream } from 'node:fs';
import { COMPARED, type Compared } from '../../../contracts/officers/drift.ts';
import { csvReader, NotCsv } from '../../../functions/intake/import-file/reader/csv.ts';
import { decoded } from '../../../functions/intake/import-file/reader/decode.ts';
import { WrongUsage } from '../trouble.ts';

/** A row of a system's own copy of residents. */
export type CopyRow = { ref: string; sequence?: string; values: Partial<Record<Compared, string>> };
export type CopyOfSystem = { columns: Compared[]; rows: CopyRow[] };

const LONGEST = 100_000;

/** What keeps a spreadsheet from computing is no part of a value. */
const plain = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '');

const isCompared = (name: string): name is Compared => COMPARED.some((each) => each === name);

/**
 * Reads a system's own copy. Other columns are left aside, and so is the trailer of a file that Crier wrote. Of rows with one ref that of the
 * highest sequence counts, or the last.
 * @throws WrongUsage if it cannot be read, or has nothing to be compared by
 */
export async function copyIn(path: string): Promise<CopyOfSystem> {
  const lines: string[][] = [];
  const reader = csvReader(LONGEST, ({ fields }) => void lines.push(fields));
  try {
    for await (const text of decoded(createReadStream(path))) reader.push(text);
    reader.end();
  } catch (error) {
    if (error instanceof NotCsv) throw new WrongUsage(`${path} is no CSV from line ${error.line} on.`);
    throw new WrongUsage(`${path} cannot be read: ${(error as Error).message}`);
  }
  const [header = [], ...body] = lines;
  const columns = header.filter(isCompared);
  const at = (fields: string[], name: string) => plain(fields[header.indexOf(name)] ?? '');
  const hasSequence = header.includes('sequence');
  if (!header.includes('ref') || (!hasSequence && columns.length === 0))
    throw new WrongUsage(`${path} needs the column ref, and sequence or one of ${COMPARED.join(', ')}.`);
  const rows = new Map<string, CopyRow>();
  for (const fields of body.filter(([first]) => first !== '' && first !== 'TRAILER')) {
    const ref = at(fields, 'ref');
    const sequence = at(fields, 'sequence');
    if (hasSequence && !/^\d{1,15}$/.test(sequence)) throw new WrongUsage(`${path}: a sequence is not 1 to 15 digits.`);
    if (hasSequence && BigInt(rows.get(ref)?.sequence ?? 0) > BigInt(sequence)) continue;
    const values = Object.fromEntries(columns.map((column) => [column, at(fields, column)]));
    rows.set(ref, { ref, ...(hasSequence && { sequence }), values });
  }
  return { columns, rows: [...rows.values()] };
}
