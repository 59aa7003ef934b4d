// What became of a file, and whether the rows that were not touched got through.
import type { Became, Sent } from './behind/files.ts';
import { type Child, isMarked, type Verdict } from './door.ts';
import { nameOf, type Row } from './files-rows.ts';

/** What holds of any file, whatever is in it. */
function common({ outcome, receipt, rejects, rows, events, left }: Became): string[] {
  const faults: string[] = [];
  if (!['done', 'duplicate'].includes(outcome)) faults.push(`ended as ${outcome}`);
  if (left.length > 0) faults.push(`left ${left.join()} behind`);
  if (receipt === null || rejects === null)
    return outcome === 'duplicate' ? faults : [...faults, 'no receipt, or no reject report'];
  if (isMarked(JSON.stringify(receipt))) faults.push('the receipt repeats marked data');
  if (isMarked(JSON.stringify(events))) faults.push('marked data is on the bus');
  const types = events.map(({ type }) => type.split('.')[2]);
  if (receipt.outcome === 'refused') {
    if (rows.length > 0 || events.length !== 1 || types[0] !== 'file-refused')
      faults.push(`refused, and did ${types.join()}`);
    const said: { code: string; text: string }[] = receipt.reasons;
    if (said.length === 0 || said.some(({ code, text }) => text.length < 30 || text === code))
      faults.push('refused without reasons in words');
    return faults;
  }
  if (types.filter((type) => type === 'file-imported').length !== 1) faults.push(`taken, and told ${types.join()}`);
  if (receipt.taken + receipt.rejected !== receipt.rows) faults.push('rows taken and rejected are not all rows');
  if (rejects.length !== receipt.rejected) faults.push('the reject report has another number of rows than the receipt');
  if (rejects.some(({ line, reason, raw }) => !(line > 1) || !reason || typeof raw !== 'string'))
    faults.push('a row is rejected without place or reason');
  return faults;
}

/** Sends a file, then the file that it was made from, then a good one of another extract. */
export async function send(
  child: Child,
  sent: Sent,
  original: string | null,
): Promise<{ became: Became; faults: string[] }> {
  const files: Sent[] = [sent, ...(original === null ? [] : [{ bytes: Buffer.from(original) }])];
  const [became, after] = (await child.ask(files)) as [Became, Became | undefined];
  const faults = common(became);
  // A file that is refused changes nothing: the one that it should have been is taken as if it were the first.
  if (after && became.receipt?.outcome === 'refused' && after.receipt?.outcome !== 'taken')
    faults.push('the mended file is not taken');
  return { became, faults };
}

/** That every untouched row got through as it is, and that the others are told of. */
export function untouched({ receipt, rows, rejects }: Became, expected: Row[], faults: string[]): Verdict {
  if (receipt?.outcome !== 'taken') return { faults: [...faults, `refused for ${JSON.stringify(receipt?.reasons)}`] };
  const got = new Set(rows.map(nameOf as (row: unknown) => string));
  const lost = expected.filter((row) => !got.has(nameOf(row)));
  if (lost.length > 0)
    faults.push(
      `${lost.length} good rows did not get through: ${JSON.stringify(rejects.map(({ raw: _, ...each }) => each))}`,
    );
  return { faults, valid: expected.length };
}
