// EventBridge's event patterns, compiled to functions. A matcher that the engine does not know is refused, so that no
// rule silently never matches.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

export type Matcher = (event: unknown) => boolean;
/** Looks at one value of the event; `undefined` stands for a field that is not there. */
type ValueTest = (value: unknown) => boolean;

/** @throws Error naming the part of the pattern that the engine does not know. */
export function compilePattern(pattern: unknown, at = 'pattern'): Matcher {
  if (!isObject(pattern)) throw new Error(`${at}: an object was expected`);
  const tests = Object.entries(pattern).map(([key, wanted]): Matcher => {
    const here = `${at}.${key}`;
    if (key === '$or') {
      if (!Array.isArray(wanted)) throw new Error(`${here}: a list of patterns was expected`);
      const either = wanted.map((one, i) => compilePattern(one, `${here}[${i}]`));
      return (event) => either.some((matches) => matches(event));
    }
    if (Array.isArray(wanted)) {
      const any = wanted.map((one, i) => compileValue(one, `${here}[${i}]`));
      return (event) => valuesAt(event, key).some((value) => any.some((test) => test(value)));
    }
    const inner = compilePattern(wanted, here);
    return (event) => valuesAt(event, key).some((value) => inner(isObject(value) ? value : {}));
  });
  return (event) => tests.every((test) => test(event));
}

/** An array in the event matches if one of its elements does. */
function valuesAt(event: unknown, key: string): unknown[] {
  const value = isObject(event) && Object.hasOwn(event, key) ? event[key] : undefined;
  return Array.isArray(value) && value.length ? value : [value];
}

function compileValue(wanted: unknown, at: string): ValueTest {
  if (!isObject(wanted)) return (value) => value === wanted;
  const entries = Object.entries(wanted);
  const [name, argument] = entries[0] ?? ['', undefined];
  const make = operators[name];
  if (entries.length !== 1 || !make)
    throw new Error(`${at}: the matcher ${JSON.stringify(wanted)} is not known to the engine`);
  return make(argument, `${at}.${name}`);
}

const operators: Record<string, (argument: unknown, at: string) => ValueTest> = {
  prefix: (argument, at) => onText(argument, at, (value, wanted) => value.startsWith(wanted)),
  suffix: (argument, at) => onText(argument, at, (value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': (argument, at) => {
    const wanted = textOf(argument, at).toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
  },
  wildcard: (argument, at) => {
    const parts = textOf(argument, at).split(/(\\\*|\\\\|\*)/);
    const source = parts
      .map((part) => (part === '*' ? '.*' : escapeRegExp(part.replace(/^\\([*\\])$/, '$1'))))
      .join('');
    const expression = new RegExp(`^${source}$`, 's');
    return (value) => typeof value === 'string' && expression.test(value);
  },
  exists: (argument) => (value) => (value !== undefined) === argument,
  numeric: (argument, at) => {
    const conditions = argument as (string | number)[];
    const tests: ((n: number) => boolean)[] = [];
    for (let i = 0; i < conditions.length; i += 2) {
      const compare = comparisons[String(conditions[i])];
      const bound = conditions[i + 1];
      if (!compare || typeof bound !== 'number')
        throw new Error(`${at}: ${JSON.stringify(argument)} is not a numeric range`);
      tests.push((n) => compare(n, bound));
    }
    return (value) => typeof value === 'number' && tests.every((test) => test(value));
  },
  'anything-but': (argument, at) => {
    const excluded = isObject(argument)
      ? Object.entries(argument).flatMap(([name, values]) =>
          [values].flat().map((one) => compileValue({ [name]: one }, at)),
        )
      : [argument].flat().map((one) => compileValue(one, at));
    return (value) => value !== undefined && !excluded.some((test) => test(value));
  },
};

const comparisons: Record<string, (n: number, bound: number) => boolean> = {
  '=': (n, bound) => n === bound,
  '<': (n, bound) => n < bound,
  '<=': (n, bound) => n <= bound,
  '>': (n, bound) => n > bound,
  '>=': (n, bound) => n >= bound,
};

function onText(argument: unknown, at: string, test: (value: string, wanted: string) => boolean): ValueTest {
  if (isObject(argument) && 'equals-ignore-case' in argument) {
    const wanted = textOf(argument['equals-ignore-case'], at).toLowerCase();
    return (value) => typeof value === 'string' && test(value.toLowerCase(), wanted);
  }
  const wanted = textOf(argument, at);
  return (value) => typeof value === 'string' && test(value, wanted);
}

function textOf(argument: unknown, at: string): string {
  if (typeof argument !== 'string') throw new Error(`${at}: text was expected`);
  return argument;
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
