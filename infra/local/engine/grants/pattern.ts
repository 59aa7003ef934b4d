export type Pattern = { text: string; matches(value: string): boolean };

/** A text in which `*` stands for any characters and `?` for one. */
export function pattern(text: string, flags: 'i' | ''): Pattern {
  if (text.includes('${')) throw new Error(`${text}: policy variables are not run`);
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, `s${flags}`);
  return { text, matches: (value) => expression.test(value) };
}
