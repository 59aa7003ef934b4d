// The conditions of a policy statement that the engine can judge. Any other is refused, not passed over.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

import { ACCOUNT, REGION } from '../stack/template.ts';
import { pattern } from './pattern.ts';

/** What a call brings for conditions: one or more values by condition key. */
export type Context = Record<string, string[]>;

export type Test = (context: Context) => boolean;

/** True of every call here: there is one account, one region, and AWS's own clients speak TLS. */
const ALWAYS: Context = {
  'aws:SecureTransport': ['true'],
  'aws:ResourceAccount': [ACCOUNT],
  'aws:PrincipalAccount': [ACCOUNT],
  'aws:RequestedRegion': [REGION],
};
/** What `needs.ts` says of calls. */
const FROM_CALLS = ['s3:prefix', 'events:source', 'events:detail-type'];

const like = (value: string, wanted: string) => pattern(wanted, '').matches(value);

const operators: Record<string, (value: string, wanted: string) => boolean> = {
  StringEquals: (value, wanted) => value === wanted,
  StringNotEquals: (value, wanted) => value !== wanted,
  StringLike: like,
  StringNotLike: (value, wanted) => !like(value, wanted),
  ArnEquals: like,
  ArnLike: like,
  Bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
};

/** @throws Error for an operator or key that the engine does not know. */
export function readCondition(written: unknown): Test[] {
  const tests: Test[] = [];
  for (const [operator, keys] of Object.entries((written ?? {}) as Record<string, Record<string, unknown>>)) {
    const [, each, name = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
    const compare = operators[name];
    if (!compare) throw new Error(`PolicyDocument.Statement.Condition.${operator} is not run`);
    for (const [key, value] of Object.entries(keys)) {
      if (!(key in ALWAYS) && !FROM_CALLS.includes(key))
        throw new Error(`PolicyDocument.Statement.Condition.${operator}.${key} is not run`);
      const wanted = [value].flat().map(String);
      const negated = name.includes('Not');
      const holds = (found: string) =>
        negated ? wanted.every((one) => compare(found, one)) : wanted.some((one) => compare(found, one));
      tests.push((context) => {
        const found = context[key] ?? ALWAYS[key];
        if (found === undefined) return Boolean(ifExists) || negated || each === 'ForAllValues:';
        return each === 'ForAnyValue:' ? found.some(holds) : found.every(holds);
      });
    }
  }
  return tests;
}
