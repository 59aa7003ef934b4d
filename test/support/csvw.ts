import { parse } from 'csv-parse/sync';

/**
 * Checks a CSV against its CSV on the Web metadata, written from the recommendation (Metadata Vocabulary for Tabular
 * Data) and not from our writer: syntax, titles, datatypes, formats, null, required, primary and foreign keys. Metadata
 * with a property that the vocabulary does not have is refused.
 */
type Column = {
  name: string;
  titles: string;
  datatype?: string | { base: string; format?: string; minimum?: number; maximum?: number };
  required?: boolean;
  null?: string;
};
type Schema = {
  columns: Column[];
  primaryKey?: string[];
  foreignKeys?: { columnReference: string; reference: { resource: string; columnReference: string } }[];
};
type Table = { url: string; tableSchema: Schema; dialect?: Record<string, unknown> };

const KNOWN = {
  table: ['@context', 'url', 'dialect', 'tableSchema', 'notes', '@id', '@type'],
  group: ['@context', 'tables', 'dialect', '@id', '@type'],
  schema: ['columns', 'primaryKey', 'foreignKeys', 'rowTitles', 'aboutUrl', 'propertyUrl'],
  column: ['name', 'titles', 'datatype', 'required', 'null', 'propertyUrl', 'virtual', 'separator', 'lang', 'default'],
  datatype: ['base', 'format', 'minimum', 'maximum', 'length', 'minLength', 'maxLength', '@id'],
  dialect: ['encoding', 'delimiter', 'header', 'lineTerminators', 'quoteChar', 'doubleQuote', 'headerRowCount', 'trim'],
  key: ['columnReference', 'reference'],
  reference: ['resource', 'schemaReference', 'columnReference'],
} as const;
/** Common properties are names with a prefix of the CSVW context. */
const COMMON = /^(dc|dcat|prov|rdfs|schema|skos|xsd):[A-Za-z]+$/;
const NAME = /^[A-Za-z][A-Za-z0-9_.]*$/;

function unknownIn(kind: keyof typeof KNOWN, value: object): string[] {
  return Object.keys(value)
    .filter((key) => !(KNOWN[kind] as readonly string[]).includes(key) && !COMMON.test(key))
    .map((key) => `${kind} has the unknown property ${key}`);
}

export function metadataFaults(metadata: object): string[] {
  const { '@context': context, tables } = metadata as { '@context': unknown; tables?: Table[] };
  const faults = unknownIn(tables ? 'group' : 'table', metadata);
  if ((context as unknown[])?.[0] !== 'http://www.w3.org/ns/csvw')
    faults.push('@context does not begin with that of CSVW');
  for (const table of tables ?? [metadata as Table]) {
    if (tables) faults.push(...unknownIn('table', table));
    if (typeof table.url !== 'string') faults.push('a table has no url');
    if (table.dialect) faults.push(...unknownIn('dialect', table.dialect));
    faults.push(...unknownIn('schema', table.tableSchema));
    const names = table.tableSchema.columns.map(({ name }) => name);
    if (new Set(names).size < names.length) faults.push(`${table.url} has a column twice`);
    for (const column of table.tableSchema.columns) {
      faults.push(...unknownIn('column', column));
      if (!NAME.test(column.name)) faults.push(`${column.name} is no name`);
      if (typeof column.datatype === 'object') faults.push(...unknownIn('datatype', column.datatype));
    }
    for (const name of table.tableSchema.primaryKey ?? [])
      if (!names.includes(name)) faults.push(`${table.url}: the key has ${name}, which is no column`);
    for (const key of table.tableSchema.foreignKeys ?? []) {
      faults.push(...unknownIn('key', key), ...unknownIn('reference', key.reference));
      if (!names.includes(key.columnReference)) faults.push(`${key.columnReference} is no column`);
      const other = tables?.find(({ url }) => url === key.reference.resource);
      if (!other) faults.push(`${key.reference.resource} is no table of the group`);
      else if (!other.tableSchema.columns.some(({ name }) => name === key.reference.columnReference))
        faults.push(`${key.reference.resource} has no ${key.reference.columnReference}`);
    }
  }
  return faults;
}

/** RFC 4180: CRLF, no byte order mark, one header, as many fields in each record. */
function recordsIn(bytes: Uint8Array, faults: string[]): string[][] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  if (text.startsWith('\ufeff')) faults.push('there is a byte order mark');
  if (!text.endsWith('\r\n')) faults.push('the last record has no CRLF');
  if (/[^\r]\n|\r[^\n]/.test(text.replace(/"(?:[^"]|"")*"/g, '""')))
    faults.push('a record ends with something else than CRLF');
  try {
    return parse(text, { record_delimiter: '\r\n', relax_column_count: false });
  } catch (error) {
    faults.push((error as Error).message);
    return [];
  }
}

const BASES: Record<string, RegExp> = {
  string: /^/,
  integer: /^[+-]?\d+$/,
  decimal: /^[+-]?\d+(\.\d+)?$/,
  date: /^\d{4}-\d\d-\d\d$/,
  gYear: /^\d{4}$/,
};

function cellFault(value: string, { datatype = 'string', required, null: none = '' }: Column): string | null {
  if (value === none) return required ? 'is empty and required' : null;
  const { base, format, minimum, maximum } =
    typeof datatype === 'string'
      ? { base: datatype, format: undefined, minimum: undefined, maximum: undefined }
      : datatype;
  const pattern = BASES[base];
  if (!pattern) return `has the datatype ${base}, which is not checked here`;
  if (!pattern.test(value)) return `is no ${base}`;
  if (base === 'date') {
    if (format !== undefined && format !== 'yyyy-MM-dd') return `has the format ${format}, which is not checked here`;
    if (Number.isNaN(Date.parse(value)) || new Date(value).toISOString().slice(0, 10) !== value) return 'is no day';
  }
  if (base === 'string' && format !== undefined && !new RegExp(format).test(value)) return `does not match ${format}`;
  if (base === 'decimal' && format !== undefined) {
    const digits = format.split('.')[1]?.length ?? 0;
    if ((value.split('.')[1] ?? '').length !== digits) return `does not have the form ${format}`;
  }
  if (minimum !== undefined && Number(value) < minimum) return `is below ${minimum}`;
  if (maximum !== undefined && Number(value) > maximum) return `is above ${maximum}`;
  return null;
}

export function tableFaults(bytes: Uint8Array, { columns, primaryKey = [] }: Schema): string[] {
  const faults: string[] = [];
  const [header = [], ...records] = recordsIn(bytes, faults);
  if (header.join() !== columns.map(({ titles }) => titles).join()) faults.push(`the header is ${header.join()}`);
  const keys = new Set<string>();
  const places = primaryKey.map((name) => columns.findIndex((column) => column.name === name));
  records.forEach((record, number) => {
    columns.forEach((column, place) => {
      const fault = cellFault(record[place] ?? '', column);
      if (fault) faults.push(`row ${number + 2}, ${column.name}: "${record[place]}" ${fault}`);
    });
    const key = places.map((place) => record[place]).join('\n');
    if (places.length > 0 && keys.has(key)) faults.push(`row ${number + 2} has the key of another`);
    keys.add(key);
  });
  return faults;
}

/** Every foreign key of a group leads to a row. */
export function keyFaults(group: { tables: Table[] }, read: (url: string) => Uint8Array): string[] {
  const column = ({ url, tableSchema }: Table, name: string): string[] => {
    const place = tableSchema.columns.findIndex((each) => each.name === name);
    return recordsIn(read(url), [])
      .slice(1)
      .map((record) => record[place] ?? '');
  };
  return group.tables.flatMap((table) =>
    (table.tableSchema.foreignKeys ?? []).flatMap(({ columnReference, reference }) => {
      const other = group.tables.find(({ url }) => url === reference.resource)!;
      const known = new Set(column(other, reference.columnReference));
      const lost = [...new Set(column(table, columnReference))].filter((value) => !known.has(value));
      return lost.map((value) => `${table.url}: ${columnReference} "${value}" is not in ${reference.resource}`);
    }),
  );
}
