/** The records of an RFC 4180 text. Ours are small or our own: for strangers' files see intake. */
export function recordsOf(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let value = '';
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && !(text[end] === '"' && text[end + 1] !== '"')) end += text[end] === '"' ? 2 : 1;
      value = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== ',' && text[end] !== '\r' && text[end] !== '\n') end += 1;
      value = text.slice(at, end);
      at = end;
    }
    record.push(value);
    if (text[at] === ',') {
      at += 1;
      if (at < text.length) continue;
      record.push('');
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    records.push(record);
    record = [];
  }
  return records;
}

/** The same by the names of the first record. */
export function rowsOf(text: string): Record<string, string>[] {
  const [names = [], ...records] = recordsOf(text);
  return records.map((record) => Object.fromEntries(names.map((name, place) => [name, record[place] ?? ''])));
}
