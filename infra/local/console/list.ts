import type { Context } from 'hono';
import { type Column, csvOf } from './csv.ts';

/** One page of a list. Page numbers start at 1; one that is out of range is brought back in. */
export type Page<T> = { items: T[]; total: number; page: number; pages: number; from: number; to: number };

export const ROWS = 50;

export function pageOf<T>(list: T[], asked: string | undefined, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(list.length / size));
  const number = Number(asked ?? 1);
  const page = Number.isInteger(number) ? Math.min(Math.max(number, 1), pages) : 1;
  const from = (page - 1) * size;
  const items = list.slice(from, from + size);
  return { items, total: list.length, page, pages, from: items.length === 0 ? 0 : from + 1, to: from + items.length };
}

/** An address with one parameter of its query set; parameters without a value fall away. */
export function withParameter(query: Record<string, string>, name: string, value: string): string {
  const entries = Object.entries({ ...query, [name]: value }).filter(([, each]) => each !== '');
  return `?${new URLSearchParams(entries)}`;
}

/** The named parameters of a request's query; what is not given is empty. */
export const queryOf = <Name extends string>(c: Context, names: readonly Name[]): Record<Name, string> =>
  Object.fromEntries(names.map((name) => [name, c.req.query(name) ?? ''])) as Record<Name, string>;

/** What a view needs of one page of a list: its items, the ways to the pages before and after, and to the whole as CSV. */
export function paged<T>(list: T[], query: Record<string, string>, { size = ROWS, page = '' } = {}) {
  const found = pageOf(list, page, size);
  return {
    list: found,
    before: found.page > 1 ? withParameter(query, 'page', String(found.page - 1)) : null,
    after: found.page < found.pages ? withParameter(query, 'page', String(found.page + 1)) : null,
    csv: withParameter(query, 'as', 'csv'),
  };
}

/** The whole list as a file, if the request asks for that. */
export function asCsv<T>(c: Context, name: string, { columns, items }: { columns: Column<T>[]; items: T[] }) {
  if (c.req.query('as') !== 'csv') return null;
  const file = `${name.replace(/[^\w.-]/g, '_')}.csv`;
  return c.body(csvOf(columns, items), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${file}"`,
  });
}

/** What somebody typed or what is searched, without spaces and in one case. */
export const squeezed = (text: string): string => text.replace(/\s/g, '').toLowerCase();
