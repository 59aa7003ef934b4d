import type { Column } from '../../../contracts/files/forms.ts';
import type { LayoutIn } from '../../../contracts/files/layout.ts';
import { COLUMNS } from '../../../contracts/files/recovery-extract.ts';

/** No header of ours is longer. Bytes. */
const LONGEST_HEADER = 65_536;

type Asks = Pick<Column, 'name' | 'required'>;

/**
 * By which layout a file is to be read. Its header says so, since senders name their files as they like: the layout of whose
 * required columns it has most, in parts of all and then in number. What has half of none's or less is read, and refused, as the
 * extract: null.
 * @param bytes are read no further than the first line
 */
export async function layoutOf(
  bytes: AsyncIterable<Uint8Array>,
  layouts: readonly LayoutIn[],
): Promise<LayoutIn | null> {
  const names = await headerOf(bytes);
  const fits = (columns: readonly Asks[]) => {
    const asked = columns.filter(({ required }) => required !== 'no');
    const there = asked.filter(({ name }) => names.has(name)).length;
    return { share: there / asked.length, there };
  };
  let best: { layout: LayoutIn | null; share: number; there: number } = { layout: null, ...fits(COLUMNS) };
  for (const layout of layouts) {
    const { share, there } = fits(layout.columns);
    const isBetter = share > best.share || (share === best.share && there > best.there);
    if (share > 0.5 && isBetter) best = { layout, share, there };
  }
  return best.layout;
}

async function headerOf(bytes: AsyncIterable<Uint8Array>): Promise<Set<string>> {
  let text = '';
  for await (const piece of bytes) {
    text += Buffer.from(piece).toString('latin1');
    if (text.includes('\n') || text.length > LONGEST_HEADER) break;
  }
  const header = (text.split('\n')[0] ?? '').replace(/^ï»¿/, '').replaceAll('"', ''); // a BOM, read byte by byte
  return new Set(header.split(',').map((name) => name.trim()));
}
