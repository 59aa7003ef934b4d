import { createReadStream } from 'node:fs';

/** One line of a file with its number from 1: its text, or why it cannot be read. */
export type Line = { line: number } & ({ text: string } | { wrong: string });

// What the door takes at once: a longer line could be no event of its.
const LONGEST_BYTES = 1_000_000;
const LF = 10;

/** The lines of a file in UTF-8, with or without a byte order mark. However long a line is, little of it is kept. */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  let line = 1;
  let parts: Buffer[] = [];
  let bytes = 0;
  const add = (part: Buffer) => {
    bytes += part.length;
    if (bytes <= LONGEST_BYTES) parts.push(part);
    else parts = [];
  };
  const done = (): Line => {
    const read = bytes > LONGEST_BYTES ? { wrong: 'is longer than 1 MB' } : decoded(Buffer.concat(parts));
    parts = [];
    bytes = 0;
    return { line: line++, ...read };
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      add(chunk.subarray(from, end));
      from = end + 1;
      yield done();
    }
    add(chunk.subarray(from));
  }
  if (bytes > 0) yield done();
}

function decoded(bytes: Buffer): { text: string } | { wrong: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { wrong: 'must be text in UTF-8: it is in another encoding, or compressed' };
  }
}
