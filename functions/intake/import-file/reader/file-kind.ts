/** What a file is that is no text we read. */
export type FileKind = 'utf-16' | 'gzip' | 'zip' | 'pdf' | 'xls';

/** The file is something else than text. */
export class NotText extends Error {
  readonly kind: FileKind;

  constructor(kind: FileKind) {
    super(`not a text: ${kind}`);
    this.kind = kind;
  }
}

/** So many bytes say what a file is. */
export const SHOWS_ITSELF = 8;

const STARTS: readonly (readonly [FileKind, number[]])[] = [
  ['utf-16', [0xff, 0xfe]],
  ['utf-16', [0xfe, 0xff]],
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
];

/** By its first bytes; null for what may be text. In UTF-16 without a mark every other byte of a header is zero. */
export function fileKind(start: Uint8Array): FileKind | null {
  const known = STARTS.find(([, bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (known) return known[0];
  const zeros = [0, 1, 2, 3].map((i) => start[i] === 0).join();
  return ['true,false,true,false', 'false,true,false,true'].includes(zeros) ? 'utf-16' : null;
}

/** As reasons of a refusal. UTF-16 has no header that could be read, which other programs are told of too. */
export const kindReasons = (kind: FileKind): string[] =>
  kind === 'utf-16' ? ['encoding-utf-16', 'header-missing'] : [`not-text:${kind}`];
