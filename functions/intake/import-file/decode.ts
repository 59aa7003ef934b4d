/** The file holds bytes that are not UTF-8. */
export class NotUtf8 extends Error {}

export type Encoding = 'utf-8' | 'windows-1252';

const PIECE_BYTES = 65_536;

// What Windows-1252 has at 0x80 to 0x9F. Written out, since Node 20 reads these bytes as control characters; the five
// that stand for nothing keep their value, as in the encoding standard.
const HIGH = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const CONTROLS = /[\x80-\x9f]/g;

/**
 * Text of a file's bytes, in pieces of at most 64 KB however large the chunks are. A BOM is dropped.
 * @throws NotUtf8 at the first byte that is not UTF-8, if that is what was asked for.
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new NotUtf8();
    }
  };
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      yield encoding === 'utf-8' ? decode(piece) : windows1252(piece);
    }
  }
  if (encoding === 'utf-8') yield decode();
}

const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(CONTROLS, (byte) => HIGH[byte.charCodeAt(0) - 0x80] as string);
