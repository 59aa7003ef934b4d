type Rule = [form: RegExp, words: (...found: string[]) => string];

const KINDS: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  boolean: 'true or false',
  null: 'null',
};
const kind = (name: string) => KINDS[name] ?? name;
const counted = (count: string, one: string) => `${count} ${one}${count === '1' ? '' : 's'}`;
const listed = (options: string) => options.replaceAll('"|"', '", "').replaceAll('|', ', ');

/** What zod says by itself. Our contracts' own words go through as they are. */
const RULES: readonly Rule[] = [
  [/received undefined$/, () => 'is missing'],
  [/^Invalid input: expected int, received number$/, () => 'must be a whole number'],
  [/^Invalid input: expected (".*"|-?\d+)$/, (wanted) => `must be ${wanted}`],
  [/^Invalid input: expected (\w+), received (\w+)$/, (wanted, got) => `must be ${kind(wanted!)}, not ${kind(got!)}`],
  [/^Invalid option: expected one of (.*)$/, (options) => `must be one of ${listed(options!)}`],
  [/^Invalid ISO date$/, () => 'must be a day like 2026-09-28'],
  [
    /^Invalid ISO datetime$/,
    () => 'must be a time with its offset, like 2026-09-28T09:05:00+01:00 or 2026-09-28T08:05:00Z',
  ],
  [/^Invalid key in record$/, () => 'must have another name'],
  [/^Invalid email address$/, () => 'must be an email address'],
  [/^Invalid URL$/, () => 'must be a web address such as https://example.org'],
  [/^Unrecognized keys?: (.*)$/, (names) => `must not have ${names}`],
  [/^Too small: expected number to be >(=?)(.*)$/, (or, least) => `must be ${or ? 'at least' : 'more than'} ${least}`],
  [
    /^Too big: expected (?:number|int) to be <(=?)(.*)$/,
    (or, most) => `must be ${or ? 'at most' : 'less than'} ${most}`,
  ],
  [/^Too small: expected string to have >=(\d+) characters$/, (n) => `must have at least ${counted(n!, 'character')}`],
  [/^Too big: expected string to have <=(\d+) characters$/, (n) => `must have at most ${counted(n!, 'character')}`],
  [/^Too small: expected array to have >=(\d+) items$/, (n) => `must have at least ${counted(n!, 'item')}`],
  [/^Too big: expected array to have <=(\d+) items$/, (n) => `must have at most ${counted(n!, 'item')}`],
];

/** Says what is wrong with a field as a sentence that begins with the field. */
export function plainWords(message: string): string {
  for (const [form, words] of RULES) {
    const found = form.exec(message);
    if (found) return words(...found.slice(1));
  }
  return message;
}
