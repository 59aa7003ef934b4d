import type { CodeList } from './files/csvw.ts';
import type { Column, PublishedDataset } from './types.ts';

const column = (name: string, description: string): Column => ({
  name,
  titles: name,
  datatype: 'string',
  required: true,
  'dc:description': description,
});

/** A list of codes as the datasets' folder has it: a code and its title. */
export const codeList = (name: string, rows: Record<string, string>[]): CodeList => {
  const words = name.replaceAll('-', ' ');
  const [code = name, title = 'title'] = Object.keys(rows[0] ?? {});
  return {
    name,
    title: `${words[0]!.toUpperCase()}${words.slice(1)}`,
    columns: [column(code, 'The code that stands in the datasets.'), column(title, 'What it means.')],
    rows,
  };
};

/** The lists as they are published: with the codes that sources used and no list has, and the councils. */
export function codeListsOf(
  datasets: readonly PublishedDataset[],
  input: {
    lists: readonly CodeList[];
    councils: readonly { ons_code: string; name: string }[];
    areas: readonly string[];
  },
): CodeList[] {
  const lists = input.lists.map((list) => {
    const code = list.columns[0]!.name;
    const listed = new Set(list.rows.map((row) => row[code]!));
    const more = new Set<string>();
    for (const { codes } of datasets) for (const each of codes[code] ?? []) if (!listed.has(each)) more.add(each);
    const unlisted = [...more].sort().map((name) => ({ [code]: name, title: `${name} (not listed)` }));
    return { ...list, rows: [...list.rows, ...unlisted] };
  });
  const councils = input.areas.map((area_code) => ({
    area_code,
    title: input.councils.find(({ ons_code }) => ons_code === area_code)?.name ?? area_code,
  }));
  return [...lists, { ...codeList('councils', [{ area_code: '', title: '' }]), rows: councils }];
}
