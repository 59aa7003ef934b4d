import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stackOf } from './stacks.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const { of } = stackOf('stockton', 'production');

/** What the runbook's `of TYPE PATTERN` prints: it greps in `<logical id> <physical id>`. */
const found = (type: string, pattern: string) =>
  of(type)
    .map(([id]) => id)
    .filter((id) => new RegExp(pattern).test(`${id}\tx`));

describe('the runbook', () => {
  const named = [...runbook.matchAll(/\$\(of (AWS::\w+::\w+) '?([^')"$]+)'?\)/g)].map(([, type, pattern]) => [
    type,
    pattern,
  ]);

  it('names resources in its commands', () => {
    expect(named.length).toBeGreaterThan(4);
  });

  it.each(named as [string, string][])('names one %s by %s', (type, pattern) => {
    expect(found(type, pattern)).toHaveLength(1);
  });

  const words = (of: RegExp) => [...new Set([...runbook.matchAll(of)].map(([, word]) => word!))];

  it.each(words(/redrive `([\w-]+)`/gi))('can redrive %s: one dead-letter queue goes by that name', (name) => {
    expect(found('AWS::SQS::Queue', `${name.replaceAll('-', '')}queuedead`)).toHaveLength(1);
  });

  it.each(words(/restart `?(\w+)`?/g).filter((word) => word !== 'and'))(
    'can restart %s: one function goes by that name',
    (name) => {
      expect(found('AWS::Lambda::Function', `${name}function`)).toHaveLength(1);
    },
  );

  it('tells how to redrive each function that has a queue', () => {
    const mappings = of('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties['FunctionName'].Ref);
    // Wakes need no redrive: the next minute brings another.
    expect(words(/redrive `([\w-]+)`/gi)).toHaveLength(new Set(mappings).size - 1);
  });
});
