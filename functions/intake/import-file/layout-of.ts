import type { Data as FileImported } from '../../../contracts/events/intake/file-imported.v1.ts';
import { COLUMNS } from '../../../contracts/files/contacts-counted.ts';

type Layout = NonNullable<FileImported['layout']>;

/** No header of ours is longer. Bytes. */
const LONGEST_HEADER = 65_536;

/**
 * By which layout a file is to be read. Its header says so, since senders name their files as they like: one that has a
 * column of counts and none of accounts is a file of counts. What is neither is read, and refused, as the extract.
 * @param bytes are read no further than the first line
 */
export async function layoutOf(bytes: AsyncIterable<Uint8Array>): Promise<Layout> {
  let text = '';
  for await (const piece of bytes) {
    text += Buffer.from(piece).toString('latin1');
    if (text.includes('\n') || text.length > LONGEST_HEADER) break;
  }
  const header = (text.split('\n')[0] ?? '').replace(/^ï»¿/, '').replaceAll('"', ''); // a BOM, read byte by byte
  const names = header.split(',').map((name) => name.trim());
  const counted = COLUMNS.filter(({ name }) => names.includes(name)).length;
  return counted > COLUMNS.length / 2 && !names.includes('account_ref') ? 'contacts-counted' : 'recovery-extract';
}
