/** One record of a CSV file. `line` is the physical line on which it starts, the first being 1. */
export type CsvRecord = { line: number; fields: string[]; raw: string };

/** What is malformed: quoting, a line end, or a record without end. */
export type CsvFault = 'quote-in-field' | 'after-quote' | 'never-closed' | 'lone-return' | 'no-end';

/** The text is no CSV from this physical line on; for what never ends, the line on which that begins. */
export class NotCsv extends Error {
  readonly line: number;
  readonly fault: CsvFault;

  constructor(line: number, fault: CsvFault) {
    super(`not CSV: ${fault} on line ${line}`);
    this.line = line;
    this.fault = fault;
  }
}

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
        if (raw.includes('\r')) throw new NotCsv(line, 'lone-return');
        onRecord({ line, fields: raw.split(','), raw });
        line += 1;
        at = lineEnd + 1;
      } else {
        const record = readQuoted(text, { at, line }, final);
        if (record === null) break;
        onRecord({ line, fields: record.fields, raw: text.slice(at, record.end) });
        line += 1 + record.breaks;
        at = record.next;
      }
    }
    text = text.slice(at);
    if (text.length > longest) throw new NotCsv(line, 'no-end');
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
  raw.includes('"') ? (readQuoted(raw, { at: 0, line: 1 }, true)?.fields ?? []) : raw.split(',');

type QuotedRecord = { fields: string[]; end: number; next: number; breaks: number };

/** The record that starts at `at` and has a quote in it. Null if the text ends before it does and more may come. */
function readQuoted(text: string, { at, line }: { at: number; line: number }, final: boolean): QuotedRecord | null {
  const fields: string[] = [];
  let breaks = 0;
  const notCsv = (fault: CsvFault) => new NotCsv(line + breaks, fault);
  const pushPlain = (plain: string): void => {
    if (plain.includes('\r')) throw notCsv('lone-return');
    for (const field of plain.split(',')) fields.push(field);
  };
  let pos = at; // always the start of a field
  for (;;) {
    const opening = text.indexOf('"', pos);
    const lineEnd = text.indexOf('\n', pos);
    if (opening === -1 || (lineEnd !== -1 && lineEnd < opening)) {
      if (lineEnd === -1 && !final) return null;
      const next = lineEnd === -1 ? text.length + 1 : lineEnd + 1;
      const end = lineEnd > pos && text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : next - 1;
      pushPlain(text.slice(pos, end));
      return { fields, end, next, breaks };
    }
    if (opening > pos) {
      if (text.charCodeAt(opening - 1) !== COMMA) throw notCsv('quote-in-field');
      pushPlain(text.slice(pos, opening - 1));
    }
    const closing = closingQuote(text, opening + 1);
    if (closing === -1 && final) throw notCsv('never-closed');
    if (closing === -1 || (closing >= text.length - 2 && !final)) return null; // what follows the quote is not here yet
    const value = text.slice(opening + 1, closing);
    fields.push(value.includes('"') ? value.replaceAll('""', '"') : value);
    for (let each = value.indexOf('\n'); each !== -1; each = value.indexOf('\n', each + 1)) breaks += 1;
    const after = closing + 1;
    const follows = text.charCodeAt(after); // NaN at the end of the text
    if (follows === COMMA) pos = after + 1;
    else if (after === text.length || follows === LF) return { fields, end: after, next: after + 1, breaks };
    else if (follows === CR && text.charCodeAt(after + 1) === LF)
      return { fields, end: after, next: after + 2, breaks };
    else throw notCsv(follows === CR ? 'lone-return' : 'after-quote');
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== QUOTE) return at;
  }
  return -1;
}
