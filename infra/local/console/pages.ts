/** One page of a list, with what a pager needs. Page numbers start at 1; one that is out of range is brought back in. */
export type Page<T> = { items: T[]; total: number; page: number; pages: number; from: number; to: number };

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
