/** One record of a CSV file. `line` is the physical line on which it starts, the first being 1. */
export type CsvRecord = { line: number; fields: string[]; raw: string };

/** Malformed quoting or line ends, or a record without end. */
export class NotCsv extends Error {}

const [COMMA, QUOTE, LF, CR] = [',', '"', '\n', '\r'].map((c) => c.charCodeAt(0)) as [number, number, number, number];

/**
 * Strict RFC 4180: commas, double quotes, LF or CRLF. A quote inside a field that is not quoted, text after a closing
 * quote, and a CR that is not followed by LF outside quotes are malformed. Blank lines are records of one empty field.
 *
 * Our own because csv-parse counts a CRLF inside quotes as two lines, takes a lone CR for text and spends more time
 * than all else in the import together; the tests compare the two.
 *
 * `push` takes text in any pieces, `end` says that it was all. Memory is bounded by `longest`, in characters.
 * @throws NotCsv from `push` and `end`.
 */
export function csvReader(longest: number, onRecord: (record: CsvRecord) => void) {
  let text = '';
  let line = 1;

  const read = (final: boolean): void => {
    let at = 0;
    let quoteAt = text.indexOf('"');
    while (at < text.length) {
      if (quoteAt !== -1 && quoteAt < at) quoteAt = text.indexOf('"', at);
      let lineEnd = text.indexOf('\n', at);
      if (lineEnd === -1 && !final) break;
      if (lineEnd === -1) lineEnd = text.length;
      if (quoteAt === -1 || quoteAt > lineEnd) {
        // No quotes on this line: it is the record, and splitting it is far quicker than looking at each character.
        const end =
          lineEnd < text.length && text.charCodeAt(lineEnd - 1) === CR && lineEnd > at ? lineEnd - 1 : lineEnd;
        const raw = text.slice(at, end);
        if (raw.includes('\r')) throw new NotCsv();
        onRecord({ line, fields: raw.split(','), raw });
        line += 1;
        at = lineEnd + 1;
      } else {
        const record = readQuoted(text, at, final);
        if (record === null) break;
        onRecord({ line, fields: record.fields, raw: text.slice(at, record.end) });
        line += 1 + record.breaks;
        at = record.next;
      }
    }
    text = text.slice(at);
    if (text.length > longest) throw new NotCsv();
  };

  return {
    push(piece: string): void {
      text += piece;
      read(false);
    },
    end: (): void => read(true),
  };
}

/** The fields of one record that `csvReader` has given out. */
export const fieldsOf = (raw: string): string[] =>
  raw.includes('"') ? (readQuoted(raw, 0, true)?.fields ?? []) : raw.split(',');

type QuotedRecord = { fields: string[]; end: number; next: number; breaks: number };

/** The record that starts at `at` and has a quote in it. Null if the text ends before it does and more may come. */
function readQuoted(text: string, at: number, final: boolean): QuotedRecord | null {
  const fields: string[] = [];
  let breaks = 0;
  for (let pos = at; ; ) {
    let value: string;
    if (text.charCodeAt(pos) === QUOTE) {
      const closing = closingQuote(text, pos + 1);
      if (closing === -1 || (closing === text.length - 1 && !final)) return missing(final && closing === -1);
      value = text.slice(pos + 1, closing).replaceAll('""', '"');
      for (let each = value.indexOf('\n'); each !== -1; each = value.indexOf('\n', each + 1)) breaks += 1;
      pos = closing + 1;
    } else {
      const from = pos;
      while (pos < text.length && !isFieldEnd(text.charCodeAt(pos))) pos += 1;
      value = text.slice(from, pos);
    }
    if (pos >= text.length && !final) return null;
    fields.push(value);
    const next = text.charCodeAt(pos); // NaN at the end of the text
    if (next === COMMA) {
      pos += 1;
    } else if (pos >= text.length || next === LF) {
      return { fields, end: pos, next: pos + 1, breaks };
    } else if (next === CR && text.charCodeAt(pos + 1) === LF) {
      return { fields, end: pos, next: pos + 2, breaks };
    } else {
      return missing(!(next === CR && pos + 1 === text.length && !final));
    }
  }
}

const isFieldEnd = (code: number): boolean => code === COMMA || code === LF || code === CR || code === QUOTE;

/** What a record that does not end here is: malformed, or not yet all there. */
function missing(malformed: boolean): null {
  if (malformed) throw new NotCsv();
  return null;
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== QUOTE) return at;
  }
  return -1;
}
