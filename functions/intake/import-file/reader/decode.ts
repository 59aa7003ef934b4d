import { isUtf8 } from 'node:buffer';
import { LONGEST_RECORD } from '../../../../contracts/files/forms.ts';
import { fileKind, NotText, SHOWS_ITSELF } from './file-kind.ts';

const PIECE_BYTES = 65_536;
/** A line of more bytes has more characters than any record may: it need not be kept to its end. */
const LONGEST_LINE = 4 * LONGEST_RECORD;

const LF = 0x0a;
const NUL = 0x00;
/** Ctrl-Z: how CP/M and its heirs end a text. */
const END_OF_FILE = 0x1a;

// What Windows-1252 has at 0x80 to 0x9F. Written out, since Node 20 reads these bytes as control characters; the five
// that stand for nothing keep their value, as in the encoding standard.
const HIGH = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const CONTROLS = /[\x80-\x9f]/g;

/**
 * Text of a file's bytes, in pieces of whole lines however the chunks are cut. A BOM, and end-of-file marks and NULs at the
 * very end, are dropped. A line whose bytes are not UTF-8 is read as Windows-1252, and the others are not.
 * @throws NotText if the first bytes tell of something else, such as UTF-16 or an archive.
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of withoutEndMarks(withoutBom(bytes))) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      const lines = piece.lastIndexOf(LF) + 1;
      const rest = piece.subarray(lines);
      if (lines > 0 || length > LONGEST_LINE) {
        yield inLines(Buffer.concat([...begun, piece.subarray(0, lines)]));
        begun = [];
        length = 0;
      }
      begun.push(rest);
      length += rest.length;
    }
  }
  yield inLines(Buffer.concat(begun));
}

/** Nearly every piece is UTF-8 as a whole. */
function inLines(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  let text = '';
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(LF, from) + 1 || bytes.length;
    const line = bytes.subarray(from, end);
    text += isUtf8(line) ? line.toString() : windows1252(line);
    from = end;
  }
  return text;
}

const windows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(CONTROLS, (byte) => HIGH[byte.charCodeAt(0) - 0x80] as string);

const BOM = Buffer.from('\ufeff');

/** Looks at the first bytes, however few come at a time. */
async function* withoutBom(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let first: Buffer | null = Buffer.alloc(0);
  const start = (first: Buffer): Buffer => {
    const kind = fileKind(first);
    if (kind) throw new NotText(kind);
    return first.subarray(0, BOM.length).equals(BOM) ? first.subarray(BOM.length) : first;
  };
  for await (const chunk of bytes) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (first === null) {
      yield piece;
      continue;
    }
    first = Buffer.concat([first, piece]);
    if (first.length < SHOWS_ITSELF) continue;
    yield start(first);
    first = null;
  }
  if (first) yield start(first);
}

/** Such marks wait for what follows. Of more than a record may hold, the rest changes nothing, whatever follows. */
async function* withoutEndMarks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let marks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    let end = chunk.length;
    while (end > 0 && (chunk[end - 1] === NUL || chunk[end - 1] === END_OF_FILE)) end -= 1;
    if (end > 0) {
      yield* marks;
      yield chunk.subarray(0, end);
      marks = [];
      length = 0;
    }
    if (length <= LONGEST_RECORD) marks.push(chunk.subarray(end));
    length += chunk.length - end;
  }
}
