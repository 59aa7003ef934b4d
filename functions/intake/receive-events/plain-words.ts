type Rule = [form: RegExp, words: (...found: string[]) => string];

const KINDS: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  object: 'an object',
  array: 'a list',
  boolean: 'true or false',
};
const kind = (name: string) => KINDS[name] ?? name;
const characters = (count: string) => `${count} ${count === '1' ? 'character' : 'characters'}`;

/** What zod says by itself. Our contracts' own words go through as they are. */
const RULES: readonly Rule[] = [
  [/received undefined$/, () => 'is missing'],
  [/^Invalid input: expected int, received number$/, () => 'must be a whole number'],
  [/^Invalid input: expected (".*"|-?\d+)$/, (wanted) => `must be ${wanted}`],
  [/^Invalid input: expected (\w+), received (\w+)$/, (wanted, got) => `must be ${kind(wanted!)}, not ${kind(got!)}`],
  [/^Invalid option: expected one of (.*)$/, (options) => `must be one of ${options!.replaceAll('"|"', '", "')}`],
  [/^Too small: expected number to be >(=?)(.*)$/, (or, least) => `must be ${or ? 'at least' : 'more than'} ${least}`],
  [/^Too big: expected number to be <(=?)(.*)$/, (or, most) => `must be ${or ? 'at most' : 'less than'} ${most}`],
  [/^Too small: expected string to have >=(\d+) characters$/, (least) => `must have at least ${characters(least!)}`],
  [/^Too big: expected string to have <=(\d+) characters$/, (most) => `must have at most ${characters(most!)}`],
];

/** Says what is wrong with a field as a sentence that begins with the field. */
export function plainWords(message: string): string {
  for (const [form, words] of RULES) {
    const found = form.exec(message);
    if (found) return words(...found.slice(1));
  }
  return message;
}
